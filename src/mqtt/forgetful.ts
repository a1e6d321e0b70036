import { Store } from "mqtt";

/**
 * Keeps no answer for the next connection: where one did not arrive, its message was not acknowledged either, comes
 * again and is answered again.
 */
export class Forgetful extends Store {
  override put(_packet: Parameters<Store["put"]>[0], done: Parameters<Store["put"]>[1]): this {
    done();
    return this;
  }

  override del(_packet: Parameters<Store["del"]>[0], done: Parameters<Store["del"]>[1]): this {
    done();
    return this;
  }
}
