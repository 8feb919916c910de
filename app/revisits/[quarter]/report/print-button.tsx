"use client";

export function PrintButton() {
  return (
    <button type="button" className="btn pri" onClick={() => print()}>
      Print or save as PDF
    </button>
  );
}
