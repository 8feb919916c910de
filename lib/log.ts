import { pino } from "pino";

/** JSON lines on standard output. */
export const log = pino({ name: "plumbline", level: process.env.LOG_LEVEL ?? "info" });
