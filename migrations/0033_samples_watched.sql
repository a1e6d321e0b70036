-- The loop that looks at alerts has to see that a device sends, also while no record is made of its samples.
SELECT allow_rows('samples', 'hydro_worker', 'SELECT', 'true');
