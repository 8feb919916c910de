import { expect, test } from "vitest";
import { readAdr } from "@/lib/adr/record";

const dated = (...lines: string[]) => {
  const { date, dateAmbiguous, dateWhere } = readAdr("docs/adr/0001-a.md", ["# A", "", ...lines].join("\n"));
  return { date, dateAmbiguous, dateWhere };
};
const nowhere = { date: null, dateAmbiguous: false, dateWhere: "nowhere" };

test.each([
  "Accepted since release 1.2.24",
  "Implemented in v2.11.20",
  "Implemented in 2.11.20",
  "Implemented in version 1.2.2024",
  "Accepted (release 2024.3.5)",
])("a version in a status is no day: %s", (status) => expect(dated(`Status: ${status}`)).toEqual(nowhere));

test.each([
  ["Accepted (05.03.2024)", "2024-03-05"],
  ["Accepted 2024.03.05", "2024-03-05"],
  ["Accepted in release 2024-03-05", "2024-03-05"],
])("a day in a status is one: %s", (status, date) =>
  expect(dated(`Status: ${status}`)).toEqual({ date, dateAmbiguous: false, dateWhere: "status" }),
);

test("with dots and two digits for the year, a first part that may be the year makes a day ambiguous", () => {
  expect(dated("Date: 24.03.05")).toEqual({ date: null, dateAmbiguous: true, dateWhere: "line Date" });
});

test.each([
  ["05.03.24", "2024-03-05"],
  ["24.03.24", "2024-03-24"],
  ["24.03.99", "2099-03-24"],
  ["24.03.2005", "2005-03-24"],
])("%s can be read in one way", (text, date) =>
  expect(dated(`Date: ${text}`)).toEqual({ date, dateAmbiguous: false, dateWhere: "line Date" }),
);
