-- Who may do what to the tables of the audit trail and of webhooks: they begin closed.

SELECT tenant_table('admin_acts', serve => 'SELECT, INSERT', worker => 'SELECT, INSERT, UPDATE');
SELECT tenant_table('tenant_events', serve => 'SELECT, INSERT', worker => 'SELECT, INSERT, UPDATE, DELETE');
SELECT tenant_table('webhook_endpoints', serve => 'SELECT, INSERT, UPDATE, DELETE', worker => 'SELECT, UPDATE');
SELECT tenant_table('webhook_anchored', serve => 'SELECT, INSERT', worker => 'SELECT, UPDATE, DELETE');
SELECT tenant_table('webhook_deliveries', serve => 'SELECT, INSERT, UPDATE', worker => 'SELECT, INSERT, UPDATE');
SELECT tenant_table('webhook_attempts', serve => 'SELECT', worker => 'SELECT, INSERT');

-- The loop that seals acts begins the chain they go into, and no plant's.
SELECT allow_rows('plants', 'hydro_worker', 'INSERT', $rows$plant_id = 'ORGANISATION'$rows$);
SELECT allow_rows('plant_heads', 'hydro_worker', 'INSERT', $rows$plant_id = 'ORGANISATION'$rows$);
