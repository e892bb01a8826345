// The money has left: what was paid, in one act a case with its stop orders. The form is that of
// the duty desk, without what the warning knows already.
import { useQuery, type QueryClient } from '@tanstack/react-query';
import { Button, Drawer } from 'antd';

import type { CaseView } from '../api/types';
import { sendDraft } from '../intake/act';
import { CallClock } from '../intake/CallClock';
import { askToTakeIn, backToWriting, Foot } from '../intake/Confirm';
import {
  emptyDraft,
  FormStore,
  keyFor,
  kNoPayment,
  type Draft,
  type Written,
} from '../intake/draft';
import { TextField } from '../intake/fields';
import { PaymentSection } from '../intake/FormSide';
import '../intake/intake.css';
import { Outcome, useOrdersOf } from '../intake/Outcome';
import { get, post } from '../platform/api';
import { KeyLayer, useKeys, useTopLayer } from '../platform/keys';
import { storeOf, type Store } from '../platform/store';
import { useWords } from '../platform/words';
import type { PaidView, WarningLine } from './types';

const kLayer = 2; // Over the call view.

// Kept by warning until it is sent: an interruption loses nothing.
const drafts = new Map<number, Store<Draft>>();

function draftOf(warning: number): Store<Draft> {
  const known = drafts.get(warning);
  if (known) return known;
  const empty = emptyDraft();
  const draft = storeOf<Draft>({ ...empty, form: { ...empty.form, payments: [kNoPayment] } });
  drafts.set(warning, draft);
  return draft;
}

interface Props {
  warning: WarningLine;
  onClose: () => void;
}

export function PaidDrawer({ warning, onClose }: Props) {
  const { t } = useWords();
  const store = draftOf(warning.id);
  const { taken } = store.use();
  const close = () => {
    if (store.get().taken) drafts.delete(warning.id);
    onClose();
  };
  return (
    <Drawer
      open
      onClose={close}
      keyboard={false}
      title={`${t('warning.paid.title')} · ${warning.number}`}
      size={880}
      rootClassName="paid-drawer"
      styles={{ wrapper: { maxWidth: '100vw' } }}
    >
      <KeyLayer value={kLayer}>
        <FormStore value={store as unknown as Store<Written<unknown>>}>
          {taken ? (
            <Result store={store} onClose={close} />
          ) : (
            <Writing warning={warning} store={store} onClose={close} />
          )}
        </FormStore>
      </KeyLayer>
    </Drawer>
  );
}

function Writing({ warning, store, onClose }: Props & { store: Store<Draft> }) {
  const { t } = useWords();
  useTopLayer(kLayer);
  const confirming = store.use().stage === 'confirming';
  useKeys({
    'ctrl+enter': () => askToTakeIn(store),
    escape: confirming ? () => backToWriting(store) : onClose,
  });
  const send = (client: QueryClient) => {
    const { form } = store.get();
    const { payments, text, duplicate_choice, merge_into } = form;
    const body = { payments, text, duplicate_choice, merge_into };
    return sendDraft(client, store, async () => {
      const path = `/warning/warnings/${warning.id}/pay`;
      const { taken } = await post<PaidView>(path, body, keyFor(form));
      void client.invalidateQueries({ queryKey: ['warning'] });
      return taken;
    });
  };
  return (
    <>
      <p className="soft">{t('warning.paid.hint')}</p>
      <PaymentSection store={store} />
      <TextField path="text" label={t('warning.paid.text')} />
      <Foot store={store} send={send} />
    </>
  );
}

function Result({ store, onClose }: { store: Store<Draft>; onClose: () => void }) {
  const { t } = useWords();
  useTopLayer(kLayer);
  useKeys({ escape: onClose });
  const taken = store.use().taken!;
  const orders = useOrdersOf(taken);
  const view = useQuery({
    queryKey: ['register', 'case', taken.case_id],
    queryFn: () => get<CaseView>(`/register/cases/${taken.case_id}`),
  });
  return (
    <>
      <CallClock beganAt={view.data?.record.began_at ?? ''} orders={orders} />
      <Outcome
        taken={taken}
        orders={orders ?? taken.orders}
        next={
          <Button type="primary" autoFocus onClick={onClose}>
            {t('warning.paid.done')}
          </Button>
        }
      />
    </>
  );
}
