import Link from "next/link";
import { Fragment } from "react";
import { Icon } from "@/app/_parts/icons";
import type { SuccessionLink } from "@/lib/views/record-relations";
import { idsInWords, recordLabel, recordName } from "../record-words";

/** What took the record's place, and whose place it took; where one side alone says so, that too. */
export function Successions({ of }: { of: SuccessionLink[] }) {
  if (of.length === 0) return null;
  return (
    <ul className="rel" aria-label="Supersession">
      {of.map((each) => (
        <li key={`${each.kind} ${each.record?.path ?? each.text}`}>
          <Icon name="chevron" />
          {beginning(each)} <Other link={each} />
          {each.inPart && each.ids.length === 0 && ", in part"}. <Note link={each} />
        </li>
      ))}
    </ul>
  );
}

function beginning({ kind, ids, inPart }: SuccessionLink): string {
  const part = inPart && ids.length > 0 ? idsInWords(ids) : null;
  if (kind === "supersedes") return part === null ? "Supersedes" : `Supersedes ${part} of`;
  return part === null ? "Superseded by" : `${part} ${ids.length === 1 ? "is" : "are"} superseded by`;
}

function Other({ link: { kind, record, text, successorIds } }: { link: SuccessionLink }) {
  if (record === null) return <>“{text}”</>;
  const [id] = kind === "superseded-by" ? successorIds : [];
  return (
    <Link href={id === undefined ? record.href : `${record.href}#${encodeURIComponent(id)}`}>
      {recordName(record)}
      {id !== undefined && `, ${id.toUpperCase()}`}
    </Link>
  );
}

function Note({ link: { record, said, several } }: { link: SuccessionLink }) {
  if (record === null && several.length > 0)
    return (
      <>
        Several records are called that:{" "}
        {several.map((each, index) => (
          <Fragment key={each.path}>
            {index > 0 && ", "}
            <Link href={each.href} title={each.path}>
              {recordName(each)}
            </Link>
          </Fragment>
        ))}
        .
      </>
    );
  if (record === null) return "No record here is called that.";
  if (said === "both") return null;
  return said === "here"
    ? `${recordLabel(record)} does not say so.`
    : `${recordLabel(record)} alone says so; this record does not.`;
}
