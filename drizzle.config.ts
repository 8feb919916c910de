import { defineConfig } from "drizzle-kit";

export default defineConfig({
  dialect: "sqlite",
  schema: ["./db/schema.ts", "./db/people.ts", "./db/daily.ts", "./db/revisits.ts", "./db/costs.ts", "./db/alerts.ts"],
  out: "./db/migrations",
});
