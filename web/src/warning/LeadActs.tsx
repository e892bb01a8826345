// A leader's decisions on a warning, drawn from what the server says.
import { useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';

import { post } from '../platform/api';
import { RecordForm, type RecordField } from '../platform/RecordForm';
import { useWords } from '../platform/words';
import { kTouches, useUnits } from './parts';
import type { WarningView } from './types';

const kActs = ['climb_again', 'transfer', 'close'] as const;
type LeadAct = (typeof kActs)[number];

export function LeadActs({ view }: { view: WarningView }) {
  const { t } = useWords();
  const [open, setOpen] = useState<LeadAct>();
  return (
    <>
      {kActs
        .filter((act) => view.actions.includes(act))
        .map((act) => (
          <Button
            key={act}
            type={act === 'climb_again' ? 'primary' : 'default'}
            onClick={() => setOpen(act)}
          >
            {t(`warning.lead.${act}`)}
          </Button>
        ))}
      {open && <ActForm act={open} view={view} onClose={() => setOpen(undefined)} />}
    </>
  );
}

interface FormProps {
  act: LeadAct;
  view: WarningView;
  onClose: () => void;
}

function ActForm({ act, view, onClose }: FormProps) {
  const { t } = useWords();
  const client = useQueryClient();
  const { warning } = view;
  const units = useUnits().filter(
    ({ id, kind }) => id !== warning.unit_id && (kind === 'station' || kind === 'centre'),
  );
  const why: RecordField = { name: 'why', label: t('warning.lead.why'), kind: 'long' };
  const unit: RecordField = {
    name: 'unit_id',
    label: t('warning.lead.to_unit'),
    kind: 'choice',
    options: units.map(({ id, name }) => ({ value: id, label: name })),
  };
  return (
    <RecordForm
      title={`${t(`warning.lead.${act}`)} · ${warning.number}`}
      submit={t(`warning.lead.${act}`)}
      fields={act === 'transfer' ? [unit, why] : [why]}
      initial={{ why: '' }}
      save={async ({ unit_id, ...rest }) => {
        const body = act === 'transfer' ? { ...rest, unit_id: unit_id ?? 0 } : rest;
        await post(`/warning/warnings/${warning.id}/${act}`, body);
        for (const queryKey of kTouches) await client.invalidateQueries({ queryKey });
      }}
      onClose={onClose}
    />
  );
}
