// What the people of the centre do, through the API as the page does it: taking reports in,
// stopping, asking banks, sending again, filing, reviewing, approving. They forget, each thing with
// a chance.
import { dice } from './dice.mjs';
import { Returns } from './returns.mjs';
import { hour, minute } from './town.mjs';
import { SimFailure } from './limit.mjs';

const forget = { stop: 0.05, look: 0.15, resend: 0.2, file: 0.15, round: 0.15, again: 0.6 };
// Refusals that a person meets in daily work; any other one is a fault of the program.
const usual = new Set([
  'stop_in_force',
  'third_stop',
  'query_under_way',
  'holder_unknown',
  'case_state',
  'own_request',
  'already_decided',
  'already_settled',
  'bank_unknown',
  'follow_up_under_way',
  'not_in_this_state',
  'case_not_filed',
  'freeze_in_force',
  'freeze_too_long',
  'freeze_mode_not_carried',
  'papers_incomplete',
  'no_second_officer',
  'freeze_not_in_force',
  'freeze_queued',
  'round_open',
  'nothing_left',
  'over_frozen',
  'over_loss',
  'notice_running',
  'objection_open',
  'objection_upheld',
  'not_all_confirmed',
  'own_order',
  'not_the_reviewer',
  'not_held',
  'already_released',
]);
const open = new Set(['waiting', 'sent']);

const iso = (ms) => new Date(ms).toISOString().slice(0, 19) + 'Z';
const leg = (account) => ({
  bank_code: account?.bank ?? '',
  bank_name: '',
  account: account?.account ?? '',
  holder: account?.name ?? '',
});

// Who sits at the desk: by day from eight to twenty, by night the other.
function onDuty(time) {
  const ofDay = (time + 8 * hour) % (24 * hour);
  return ofDay >= 8 * hour && ofDay < 20 * hour ? 'duty' : 'night';
}

export class Officers {
  constructor(month) {
    this.month = month;
    this.world = month.world;
    this.returns = new Returns(month, this);
  }
  dice(...key) {
    return dice(this.world.seed, ...key);
  }

  // A command of whoever is on duty.
  async command(login, path, body, key, method = 'POST') {
    const answer = await this.world.act(login, method, path, body, key);
    if (answer.status < 300) return answer.body;
    const rule = answer.body?.rule ?? '';
    if (!usual.has(rule)) {
      const said = JSON.stringify(answer.body).slice(0, 600);
      throw new SimFailure('an officer is served', `${login} ${path}: ${answer.status} ${said}`);
    }
    return { refused: rule };
  }

  reportOf(fraud) {
    const draw = this.dice('report', fraud.index);
    return {
      source: draw.pick(['call', 'walk_in', 'feed_110', 'station']),
      began_at: iso(fraud.calledAt),
      text: '虚构的报案',
      fraud_type: null,
      victim: {
        name: fraud.own.name,
        phone: `199${String(fraud.index).padStart(8, '0')}`,
        identity: '',
        sex: 'unknown',
        age: null,
        occupation: '',
        workplace: '',
        community: '',
        residence: 'unknown',
        address: '',
      },
      payments: fraud.payments.map((payment) => ({
        amount_fen: payment.amountFen,
        at: iso(payment.at),
        channel: 'bank',
        stop: !draw.chance(forget.stop),
        from: leg(payment.from),
        to: leg(payment.to),
      })),
      identifiers: [],
      station_unit_id: null,
      duplicate_choice: 'separate',
      merge_into: null,
    };
  }

  // A call comes in; some minutes later it is taken in, and the case is looked after from then on.
  plan(fraud) {
    const draw = this.dice('take', fraud.index);
    const key = `take-${fraud.index}`;
    const took = fraud.calledAt + Math.min(40, draw.logNormal(2.5, 0.7)) * minute;
    let login;
    const take = async () => {
      login ??= onDuty(this.world.now); // Who began it brings it to its end.
      const report = this.reportOf(fraud);
      const taken = await this.command(login, '/api/v1/intake/reports', report, key);
      this.month.said.cases.set(taken.case_id, { fraud, number: taken.case_number });
      for (const order of taken.orders) this.month.sayPlaced(order);
      this.lookAfter(taken.case_id, fraud);
      this.returns.plan(taken.case_id, fraud);
    };
    this.month.at(took, key, take);
  }

  lookAfter(caseId, fraud) {
    const now = this.world.now;
    const hours = [0.05, 0.1, 0.2, 0.5, 1, 3, 9, 24, 44, 47, 49, 60, 95, 98, 110, 150];
    for (const [n, after] of hours.entries()) {
      const draw = this.dice('look', fraud.index, n);
      if (draw.chance(forget.look)) continue;
      const at = now + after * hour * (0.9 + 0.2 * draw.unit());
      this.month.at(at, `look-${fraud.index}-${n}`, () => this.look(caseId, fraud, n));
    }
    const draw = this.dice('file', fraud.index);
    if (draw.chance(forget.file)) return;
    const key = `file-${fraud.index}`;
    const file = async () => {
      const form = { decision: 'file', filing_unit_id: this.month.unitId, grounds: '被骗属实' };
      const path = `/api/v1/register/cases/${caseId}/filing`;
      await this.command(onDuty(this.world.now), path, form, key);
    };
    this.month.at(now + draw.logNormal(20, 0.8) * hour, key, file);
  }

  // One look at a case: what went wrong is sent again, what is known is asked further and stopped.
  async look(caseId, fraud, n) {
    const login = onDuty(this.world.now);
    const { items } = await this.world.read(login, `/api/v1/funds/cases/${caseId}/orders`);
    for (const order of items) {
      await this.mend(login, order, fraud, n);
      await this.keep(login, order, fraud, n);
    }
    const key = `${fraud.index}-${n}`;
    const asked = new Set(items.filter((o) => o.kind !== 'stop').map((o) => o.account_id));
    const first = items.filter(
      (o) => o.kind === 'stop' && o.payment_id && !asked.has(o.account_id),
    );
    if (n <= 3 && first.length > 0) {
      const lines = first.map((o) => ({ payment_id: o.payment_id }));
      await this.ask(login, caseId, lines, `${key}-first`);
    } else if (n <= 6) {
      await this.follow(login, caseId, key);
    }
    if (n === 5) await this.askAbout(login, caseId, fraud);
  }

  // Whose accounts are these, and which others have the same holder?
  async askAbout(login, caseId, fraud) {
    const draw = this.dice('about', fraud.index);
    const { payments } = await this.world.read(login, `/api/v1/register/cases/${caseId}`);
    for (const kind of ['holder', 'all_accounts']) {
      if (draw.chance(0.5)) continue;
      const accounts = [{ payment_id: draw.pick(payments).id }];
      await this.ask(login, caseId, accounts, `${fraud.index}-${kind}`, { kind });
    }
  }

  async mend(login, order, fraud, n) {
    const draw = this.dice('mend', fraud.index, n, order.id);
    if (order.actions.includes('resend') && !draw.chance(forget.resend)) {
      const late = this.world.now + this.world.skew - Date.parse(order.requested_at) > 5 * minute;
      if (late) {
        const path = `/api/v1/funds/orders/${order.id}/resend`;
        await this.command(login, path, {}, `resend-${order.id}-${n}`);
      }
    }
    if (order.actions.includes('stop_again') && !draw.chance(forget.again)) {
      const path = `/api/v1/funds/orders/${order.id}/stop_again`;
      const placed = await this.command(login, path, {}, `again-${order.id}-${n}`);
      if (placed.order) this.month.sayPlaced(placed.order);
    }
  }

  // Before the 48 hours are over: a freeze, a second 48 hours, a release, or nobody thought of it.
  // What is frozen turns out, now and then, to be no victim's and is let go.
  async keep(login, order, fraud, n) {
    const draw = this.dice('keep', fraud.index, order.id);
    const plans = ['freeze', 'freeze', 'renew', 'release', 'forget'];
    const plan = draw.pick(this.month.options.plans ?? plans);
    const late = n === 8 || n === 9; // 44 and 47 hours.
    const may = (act) => order.actions.includes(act);
    const path = `/api/v1/funds/orders/${order.id}`;
    let placed;
    if (late && plan === 'freeze' && may('freeze')) {
      const mode = draw.pick(['limit', 'limit', 'no_debit', 'full']);
      const form = { mode, notice_number: `协冻〔2026〕${order.id}号`, reason: '' };
      placed = await this.command(login, `${path}/freeze`, form, `freeze-${order.id}-${n}`);
    } else if (late && plan === 'renew' && may('renew')) {
      const form = { reason: '冻结手续未齐', notice_number: '' };
      placed = await this.command(login, `${path}/renew`, form, `renew-${order.id}-${n}`);
    } else if (late && plan === 'release' && may('release')) {
      const form = { reason: '与本案无关', notice_number: '' };
      placed = await this.command(login, `${path}/release`, form, `release-${order.id}-${n}`);
    } else if (n >= 12 && may('lift') && draw.chance(0.3)) {
      const form = { reason: '查明与本案无关', notice_number: '' };
      if (may('find_unrelated')) {
        await this.command(login, `${path}/find_unrelated`, form, `unrelated-${order.id}-${n}`);
      }
      placed = await this.command(login, `${path}/lift`, form, `lift-${order.id}-${n}`);
    } else if (may('freeze_again') && draw.chance(0.3)) {
      const mode = order.freeze_mode ?? 'limit';
      const form = { mode, notice_number: `协冻〔2026〕${order.id}号`, reason: '' };
      placed = await this.command(login, `${path}/freeze_again`, form, `again-${order.id}-${n}`);
    }
    if (placed?.order) this.month.sayPlaced(placed.order);
  }

  async ask(login, caseId, accounts, key, what = { kind: 'transactions', mode: 'quick' }) {
    const path = `/api/v1/funds/cases/${caseId}/queries`;
    const form = { ...what, accounts };
    const listed = await this.command(login, path, form, `ask-${key}`);
    for (const line of listed.placed ?? []) this.month.sayPlaced(line.order);
    for (const line of listed.refused ?? []) this.checkRefusal(line);
  }

  // The money is followed: what rests is stopped, what is not known is asked for.
  async follow(login, caseId, key) {
    const trace = await this.world.read(login, `/api/v1/trail/cases/${caseId}/trace`);
    // An account that no row names yet is called by the payment that went there.
    const accounts = new Map(trace.accounts.map((account) => [account.id, account]));
    const named = ({ account_id }) => {
      const paid = accounts.get(account_id)?.payment_id;
      return paid ? { payment_id: paid } : { account_id };
    };
    const stops = trace.stop_now
      .filter((line) => line.resting_fen > 0)
      .slice(0, 4)
      .map((line) => ({ ...named(line), amount_fen: line.resting_fen }));
    if (stops.length > 0) {
      const form = { accounts: stops, reason: '下级账户紧急止付' };
      const path = `/api/v1/funds/cases/${caseId}/stops`;
      const listed = await this.command(login, path, form, `stops-${key}`);
      for (const line of listed.placed ?? []) this.month.sayPlaced(line.order);
      for (const line of listed.refused ?? []) this.checkRefusal(line);
    }
    const lines = trace.query_next.slice(0, 4).map(named);
    if (lines.length > 0) await this.ask(login, caseId, lines, `${key}-next`);
  }
  checkRefusal(line) {
    if (usual.has(line.rule)) return;
    throw new SimFailure('an officer is served', `${line.rule} ${line.message}`);
  }

  // A round through the inbox, the answers nobody could read, and what is still unanswered.
  async round(login, key) {
    if (this.dice('round', key).chance(forget.round)) return;
    const inbox = await this.world.read(login, '/api/v1/approval/inbox');
    for (const request of inbox.items) {
      const approve = !this.dice('decide', key, request.id).chance(0.05);
      const form = { approve, reason: approve ? '' : '材料不全' };
      const path = `/api/v1/approval/requests/${request.id}/decision`;
      await this.command(login, path, form, `decide-${request.id}-${key}`);
    }
    if (login !== 'leader') return;
    for (const answer of await this.world.readAll(login, '/api/v1/funds/answers?settled=false')) {
      const path = `/api/v1/funds/answers/${answer.id}/settle`;
      await this.command(login, path, { note: '电话核实' }, `settle-${answer.id}`);
    }
  }

  // What has hung for long is rung up for: in the end no order stays without an answer.
  async sweep() {
    const login = onDuty(this.world.now);
    for (const state of open) {
      for (const order of await this.world.readAll(login, `/api/v1/funds/orders?state=${state}`)) {
        if (!order.actions.includes('resend')) continue;
        const key = `sweep-${order.id}-${Math.floor(this.world.now / 1000)}`;
        await this.command(login, `/api/v1/funds/orders/${order.id}/resend`, {}, key);
      }
    }
  }
}
