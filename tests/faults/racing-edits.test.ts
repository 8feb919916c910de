import { test } from "vitest";
import { race } from "../fixtures/race";

test("of 1,000 edits that race on one target from four processes none is lost", () => race(4, 250));
