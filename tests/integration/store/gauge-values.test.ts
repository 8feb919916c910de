import { expect, test } from "vitest";
import * as schema from "@/db/schema";
import { dropGaugeValuesUpTo, saveGaugeValues } from "@/lib/store/gauge-values";
import { addSlo, ownDatabase } from "./own-database";

test("a gauge's values are kept minute by minute, and one that is counted again takes the place of the first (rules 4, 10)", () => {
  const db = ownDatabase();
  const [cart, search] = [addSlo(db, "cart"), addSlo(db, "search")];
  saveGaugeValues(db, cart, [
    { minute: 7, value: 70 },
    { minute: 8, value: 80.5 },
  ]);
  saveGaugeValues(db, search, [{ minute: 8, value: 1 }]);
  saveGaugeValues(db, cart, [
    { minute: 8, value: -8 },
    { minute: 9, value: 90 },
  ]);
  const held = () => db.select().from(schema.gaugeValues).all();
  expect(held()).toEqual([
    { sliId: cart, minute: 7, value: 70 },
    { sliId: cart, minute: 8, value: -8 },
    { sliId: cart, minute: 9, value: 90 },
    { sliId: search, minute: 8, value: 1 },
  ]);
  dropGaugeValuesUpTo(db, cart, 8);
  expect(held()).toEqual([
    { sliId: cart, minute: 9, value: 90 },
    { sliId: search, minute: 8, value: 1 },
  ]);
});
