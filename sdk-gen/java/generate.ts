import type { Job } from "../programs.ts";
export function generateJava(_: Job): void {}
