/** A meter's serial as it is compared: spelling does not tell meters apart. */
export const comparedSerial = (serial: string): string => serial.toUpperCase().replaceAll(/[\s-]/g, "");
