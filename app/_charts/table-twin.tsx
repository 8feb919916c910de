import { Scrolling } from "@/app/_parts/scrolling";

type Props = { caption: string; head: string[]; rows: string[][] };

const MOST = 400;

/** A picture as a table, newest first. */
export function TableTwin({ caption, head, rows }: Props) {
  return (
    <Scrolling as="section" className="twin-table" aria-label={caption}>
      <table className="tb">
        <caption className="sr">{caption}</caption>
        <thead>
          <tr>
            {head.map((word, i) => (
              <th key={word} scope="col" className={i === 0 ? undefined : "num"}>
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows
            .slice(-MOST)
            .reverse()
            .map(([first, ...others]) => (
              <tr key={first}>
                <th scope="row">{first}</th>
                {others.map((cell, i) => (
                  <td key={head[i + 1]} className="num">
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </Scrolling>
  );
}
