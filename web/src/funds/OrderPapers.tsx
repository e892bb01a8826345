// The legal documents of one order: the button on its card and the drawer behind it.
import type { Order } from '../api/types';
import { MakeDocuments } from '../platform/document/MakeDocuments';

export function OrderPapers({ order }: { order: Order }) {
  return (
    <div className="acts">
      <MakeDocuments path={`/funds/orders/${order.id}/documents`} name={order.bank_name} />
    </div>
  );
}
