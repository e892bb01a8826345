// A dense table that becomes a list of cards on a narrow screen.
import { useState, type ReactNode } from 'react';

export interface Column<Row> {
  key: string;
  title: string;
  render: (row: Row) => ReactNode;
  number?: boolean; // Right-aligned, digits of one width.
  long?: boolean; // Sentences, which may take several lines.
  order?: (row: Row) => number | string; // Makes the column one to sort by.
}

interface Props<Row> {
  label: string;
  columns: Column<Row>[];
  rows: Row[];
  rowKey: (row: Row) => number | string;
  rowClass?: (row: Row) => string | undefined;
  most?: number; // Draws no more than so many, the first after sorting.
}

interface Sorting {
  key: string;
  down: boolean;
}

function sorted<Row>(rows: Row[], columns: Column<Row>[], sorting: Sorting | undefined): Row[] {
  const order = columns.find(({ key }) => key === sorting?.key)?.order;
  if (!order || !sorting) return rows;
  const sign = sorting.down ? -1 : 1;
  return [...rows].sort((one, other) => {
    const [a, b] = [order(one), order(other)];
    return a === b ? 0 : a < b ? -sign : sign;
  });
}

export function DataTable<Row>(props: Props<Row>) {
  const { label, columns, rows, rowKey, rowClass, most } = props;
  const [sorting, setSorting] = useState<Sorting>();
  return (
    <div className="table-frame">
      <table className="data-table" aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <Head key={column.key} column={column} sorting={sorting} onSort={setSorting} />
            ))}
          </tr>
        </thead>
        <tbody>
          {sorted(rows, columns, sorting)
            .slice(0, most)
            .map((row) => (
              <tr key={rowKey(row)} className={rowClass?.(row)}>
                {columns.map((column) => (
                  <td
                    key={column.key}
                    data-title={column.title}
                    className={column.number ? 'number' : column.long ? 'long' : undefined}
                  >
                    <div>{column.render(row)}</div>
                  </td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}

interface HeadProps<Row> {
  column: Column<Row>;
  sorting: Sorting | undefined;
  onSort: (sorting: Sorting) => void;
}

// The first press puts the largest figure on top, words in their order; the second turns it round.
function Head<Row>({ column, sorting, onSort }: HeadProps<Row>) {
  const { key, title, number, order } = column;
  const mine = sorting?.key === key ? sorting : undefined;
  const turn = () => onSort({ key, down: mine ? !mine.down : Boolean(number) });
  const said = mine ? (mine.down ? 'descending' : 'ascending') : 'none';
  return (
    <th scope="col" className={number ? 'number' : undefined} aria-sort={order ? said : undefined}>
      {order ? (
        <button type="button" className="sort" onClick={turn}>
          {title} <span aria-hidden>{mine ? (mine.down ? '↓' : '↑') : '↕'}</span>
        </button>
      ) : (
        title
      )}
    </th>
  );
}
