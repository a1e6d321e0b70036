import type { Job } from "../programs.ts";
export function generatePython(_: Job): void {}
