import { test } from "vitest";
import { race } from "../../fixtures/race";

test("of edits that race on one target from four processes none is lost", () => race(4, 25));
