// A dense table that becomes a list of cards on a narrow screen.
import type { ReactNode } from 'react';

export interface Column<Row> {
  key: string;
  title: string;
  render: (row: Row) => ReactNode;
  number?: boolean; // Right-aligned, digits of one width.
  long?: boolean; // Sentences, which may take several lines.
}

interface Props<Row> {
  label: string;
  columns: Column<Row>[];
  rows: Row[];
  rowKey: (row: Row) => number | string;
  rowClass?: (row: Row) => string | undefined;
}

export function DataTable<Row>({ label, columns, rows, rowKey, rowClass }: Props<Row>) {
  return (
    <div className="table-frame">
      <table className="data-table" aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.key} scope="col" className={column.number ? 'number' : undefined}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
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
