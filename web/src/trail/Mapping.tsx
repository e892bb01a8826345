// A table nobody has seen yet: its first rows, and above each column what it means. Told once, the
// server remembers it by the header.
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Modal, Radio, Select } from 'antd';
import { useState } from 'react';

import { newKey, post } from '../platform/api';
import { useTrouble } from '../platform/trouble';
import { useWords } from '../platform/words';
import { kColumns, kTables, type Import, type ImportedFile, type Table } from './types';

interface Props {
  file: ImportedFile;
  record: Import;
  caseId: number;
  onClose: () => void;
}

export function Mapping({ file, record, caseId, onClose }: Props) {
  const { t, word } = useWords();
  const client = useQueryClient();
  const trouble = useTrouble();
  const [kind, setKind] = useState<Table>('transactions');
  const [inFen, setInFen] = useState(false);
  const [columns, setColumns] = useState<string[]>(() => file.header.map(() => 'ignored'));
  const saving = useMutation({
    mutationFn: async () => {
      const body = { header_key: file.header_key, kind, columns, amounts_in_fen: inFen };
      await post('/trail/mappings', body, newKey());
      if (record.can_retry) await post(`/trail/imports/${record.id}/retry`, {}, newKey());
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['trail', 'imports', caseId] });
      onClose();
    },
  });
  const told = columns.some((column) => column !== 'ignored');
  return (
    <Modal
      open
      width={1100}
      title={t('trail.mapping.title', {
        file: [file.file, file.sheet].filter(Boolean).join(' · '),
      })}
      onCancel={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('platform.cancel')}</Button>
          <Button
            type="primary"
            disabled={!told}
            loading={saving.isPending}
            onClick={() => saving.mutate()}
          >
            {t(record.can_retry ? 'trail.mapping.save' : 'trail.mapping.save_only')}
          </Button>
        </>
      }
    >
      <p className="soft">{t('trail.mapping.says')}</p>
      <div className="query-wish">
        <label className="wish">
          {t('trail.mapping.kind')}
          <Select<Table>
            value={kind}
            onChange={setKind}
            options={kTables
              .filter((each) => each !== 'unknown')
              .map((each) => ({ value: each, label: word('trail.table_kind', each) }))}
          />
        </label>
        <Radio.Group
          value={inFen}
          onChange={(event) => setInFen(event.target.value as boolean)}
          aria-label={t('trail.mapping.unit')}
        >
          <Radio value={false}>{t('trail.mapping.yuan')}</Radio>
          <Radio value={true}>{t('trail.mapping.fen')}</Radio>
        </Radio.Group>
      </div>
      <SampleRows file={file} columns={columns} onColumns={setColumns} />
      {!record.can_retry && <p className="said doubtful">？ {t('trail.mapping.drop_again')}</p>}
      {saving.isError && (
        <p className="said wrong" role="alert">
          ✕ {trouble(saving.error)}
        </p>
      )}
    </Modal>
  );
}

interface SampleProps {
  file: ImportedFile;
  columns: string[];
  onColumns: (columns: string[]) => void;
}

function SampleRows({ file, columns, onColumns }: SampleProps) {
  const { t, word } = useWords();
  const options = (own: string) =>
    kColumns.map((each) => ({
      value: each,
      label: word('trail.meaning', each),
      // One meaning, one column.
      disabled: each !== 'ignored' && each !== own && columns.includes(each),
    }));
  // The title row is among the samples, by its shape.
  const isData = (cells: string[]) =>
    !cells.every((cell, at) => (file.header[at] ?? '').startsWith(cell.replace(/\*.*$/, '')));
  return (
    <div className="table-frame sample-rows">
      <table>
        <thead>
          <tr>
            {file.header.map((name, index) => (
              <th key={index} scope="col">
                <Select
                  aria-label={t('trail.mapping.meaning', { column: name || index + 1 })}
                  value={columns[index] ?? 'ignored'}
                  options={options(columns[index] ?? 'ignored')}
                  showSearch={{ optionFilterProp: 'label' }}
                  popupMatchSelectWidth={false}
                  onChange={(value) =>
                    onColumns(columns.map((each, at) => (at === index ? value : each)))
                  }
                />
                <span>{name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {file.samples.filter(isData).map((cells, row) => (
            <tr key={row}>
              {file.header.map((_, index) => (
                <td key={index} className="digits">
                  {cells[index]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
