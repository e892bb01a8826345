// How frozen and recovered money goes home: twice a day somebody sees to the rounds of return, to
// what suspects have paid back, and to the owners who appeal. As in all else, things are forgotten.
import { hour, minute } from './town.mjs';
import { SimFailure } from './limit.mjs';

const forget = { pass: 0.1, step: 0.15 };
const roundsPerSource = 3;
const closed = new Set(['confirmed', 'cancelled']);
const held = ['stopped', 'stopped_short', 'frozen', 'frozen_in_part'];
const iso = (ms) => new Date(ms).toISOString().slice(0, 19) + 'Z';
const rounds = '/api/v1/funds/returns';

export class Returns {
  constructor(month, officers) {
    this.month = month;
    this.world = month.world;
    this.officers = officers;
    this.fulls = new Map(); // Rounds as they were last read.
    this.opened = new Map(); // How many rounds each freeze or recovered sum has had.
  }
  dice(...key) {
    return this.officers.dice('return', ...key);
  }
  command(path, body, key, login = this.login) {
    return this.officers.command(login, path, body, key);
  }

  // A month has no time for thirty days of notice.
  async prepare() {
    const { items } = await this.world.read('leader', '/api/v1/funds/rules');
    const rule = items.find(({ name }) => name === 'return_notice_days');
    const headers = { 'if-match': String(rule.version) };
    const path = `/api/v1/funds/rules/${rule.id}`;
    const value = this.month.options.noticeDays ?? 3;
    const { status } = await this.world.act('leader', 'PUT', path, { value }, undefined, headers);
    if (status !== 200) throw new Error(`rule: ${status}`);
    const officers = await this.world.read('duty', '/api/v1/roster/officers');
    this.ids = new Map(officers.items.map(({ login, id }) => [login, id]));
  }

  // Of half of the cases a part is paid back some days later.
  plan(caseId, fraud) {
    const draw = this.dice('recovered', fraud.index);
    if (!draw.chance(0.5)) return;
    const lost = fraud.payments.reduce((sum, payment) => sum + payment.amountFen, 0);
    const form = {
      case_id: caseId,
      kind: draw.pick(['seized', 'paid_back']),
      amount_fen: Math.ceil(lost * (0.1 + 0.6 * draw.unit())),
      from_name: '某嫌疑人',
      legal_basis: '',
    };
    const enter = () => {
      this.login = 'duty';
      const at = iso(this.world.now - hour);
      return this.command('/api/v1/funds/recovered', { ...form, at }, `recovered-${fraud.index}`);
    };
    this.month.at(this.world.now + draw.between(2, 12) * 24 * hour, `recover-${caseId}`, enter);
  }

  // What the page of returns shows: each round is taken a step further.
  async pass(key) {
    if (this.dice('pass', key).chance(forget.pass)) return;
    this.key = key;
    this.login = this.dice('who', key).pick(['duty', 'night']);
    await this.readRounds();
    for (const { round } of this.fulls.values()) {
      if (!closed.has(round.state)) await this.advance(round.id);
    }
    await this.openRounds();
    await this.appeals();
  }

  async readRounds() {
    for (const { id, version } of await this.world.readAll('duty', rounds)) {
      if (this.fulls.get(id)?.round.version !== version) await this.readRound(id);
    }
  }
  async readRound(id) {
    const full = await this.world.read('duty', `${rounds}/${id}`);
    this.fulls.set(id, full);
    return full;
  }

  // What was given to the victim of a case so far, by all rounds.
  givenTo(caseId) {
    let given = 0;
    for (const { claims } of this.fulls.values()) {
      for (const claim of claims) if (claim.case_id === caseId) given += claim.executed_fen;
    }
    return given;
  }

  async openRounds() {
    const { items } = await this.world.read('duty', `${rounds}/candidates`);
    for (const { order_id, left_fen, open_round_id } of items) {
      if (open_round_id || left_fen <= 0) continue;
      const form = { order_id, early_reason: '被害人急需' };
      await this.openRound(`order-${order_id}`, form, left_fen);
    }
    for (const { id, actions } of await this.world.readAll('duty', '/api/v1/funds/recovered')) {
      if (!actions.includes('open_round')) continue;
      await this.openRound(`recovered-${id}`, { recovered_id: id });
    }
  }
  async openRound(source, form, left) {
    const times = this.opened.get(source) ?? 0;
    if (times >= roundsPerSource || this.dice('open', source, this.key).chance(0.4)) return;
    const opened = await this.command(rounds, form, `open-${source}-${times}`);
    this.opened.set(source, times + 1);
    if (opened.refused) return;
    await this.readRound(opened.round.id);
    await this.claim(opened.round.id, left);
  }

  // Whoever paid straight into the account is a victim of it; of recovered money the case's own is.
  // Now and then less of the loss is seen in the account than there is: a later round gives more.
  async claim(id, left) {
    const { round, claims } = this.fulls.get(id);
    const { items } = await this.world.read(this.login, `${rounds}/${id}/suggestions`);
    const direct = items.filter((line) => (round.recovered_id ? true : line.direct));
    const chosen = direct.length > 0 ? direct : items;
    for (const caseId of new Set(chosen.map((line) => line.case_id))) {
      if (claims.some((claim) => claim.case_id === caseId)) continue;
      const lines = chosen.filter((line) => line.case_id === caseId);
      const { fraud } = this.month.said.cases.get(caseId);
      const lost = fraud.payments.reduce((sum, payment) => sum + payment.amountFen, 0);
      const paid = lines.reduce((sum, line) => sum + line.amount_fen, 0);
      const part = left > 1 && this.dice('part', id, caseId).chance(0.4);
      const most = part ? Math.ceil(left / 2) : paid;
      const loss = Math.min(paid, most, lost - this.givenTo(caseId));
      if (loss <= 0) continue;
      const payments = lines.map((line) => line.payment_id);
      const form = { case_id: caseId, payment_ids: payments, loss_fen: loss };
      await this.command(`${rounds}/${id}/claims`, form, `claim-${id}-${caseId}-${this.key}`);
    }
    await this.readRound(id);
  }

  async advance(id) {
    const { round, claims, objections } = await this.readRound(id);
    if (this.dice('step', id, this.key).chance(forget.step)) return;
    const act = (tail, body) => {
      return this.command(`${rounds}/${id}/${tail}`, body, `${tail}-${id}-${this.key}`);
    };
    const may = (name) => round.actions.includes(name);
    // What is not kept any more goes nowhere; what somebody else asked for waits for the leader.
    const others = round.state === 'asked' && round.asked_by !== this.ids.get(this.login);
    if (!round.kept && may('cancel') && !others)
      return void (await act('cancel', { reason: '冻结已失效' }));
    if (round.state === 'draft') await this.ask(round, act);
    else if (round.state === 'approved') await this.noticeOrDecide(round, act);
    else if (round.state === 'noticed') await this.underNotice(round, objections, act);
    else if (round.state === 'decided') await this.notify(round, act);
    else if (round.state === 'notified') await this.receipt(round, claims, act);
    else if (round.state === 'executed') await this.confirm(round, claims, act);
    await this.readRound(id);
  }

  async ask(round, act) {
    if (this.fulls.get(round.id).claims.length === 0) await this.claim(round.id);
    const now = this.fulls.get(round.id).round;
    if (now.return_fen <= 0) return void (await act('cancel', { reason: '无款可返' }));
    if (this.dice('basis', round.id).chance(0.3) && now.order_id && now.basis === 'sum_of_losses') {
      await act('basis', { basis: 'frozen_in_case' });
    }
    const { proposal_digest, return_fen } = (await this.readRound(round.id)).round;
    if (return_fen <= 0) return void (await act('cancel', { reason: '无款可返' }));
    await act('ask', { proposal_digest, grounds: '身份及资金流向均已核实' });
  }

  async noticeOrDecide(round, act) {
    if (round.notice_needed) await act('notice', { text: '拟按比例返还，现予公告。' });
    else await this.decide(act);
  }
  async decide(act) {
    const { refused } = await act('decide', {});
    if (refused === 'over_loss' || refused === 'over_frozen') {
      await act('cancel', { reason: '已由其他批次返还' });
    }
  }

  async underNotice(round, objections, act) {
    const draw = this.dice('objection', round.id, round.notice_from);
    const open = objections.filter(({ state }) => state === 'open');
    if (objections.length === 0 && draw.chance(0.3)) {
      await act('objections', {
        name: '某异议人',
        phone: '19900000001',
        text: '部分款项系本人所有',
      });
      return;
    }
    for (const { id } of open) {
      const upheld = this.dice('upheld', id).chance(0.4);
      await act(`objections/${id}/review`, { upheld, answer: upheld ? '异议成立' : '查无依据' });
      if (upheld) await act('revise', { reason: '异议成立，重新计算' });
      if (upheld) return;
    }
    const clock = this.world.now + this.world.skew;
    if (clock >= Date.parse(round.notice_until)) await this.decide(act);
  }

  async notify(round, act) {
    const second_officer_id = this.ids.get(this.login === 'duty' ? 'night' : 'duty');
    const { messages } = await act('notify', { second_officer_id });
    for (const { order } of messages ?? []) this.month.sayPlaced(order);
  }

  // What went as a message has its answer as the receipt. The safe of the centre gives all; a bank
  // that knows no such message is not visited and gives nothing.
  async receipt(round, claims, act) {
    if (round.application_id) return;
    const lines = claims
      .filter((claim) => claim.executed_fen < claim.return_fen)
      .map(({ id, return_fen, executed_fen }) =>
        round.recovered_id
          ? { claim_id: id, executed_fen: return_fen - executed_fen, note: '' }
          : { claim_id: id, executed_fen: 0, note: '银行未办理' },
      );
    await act('receipt', { receipt_number: `回执-${round.id}`, lines });
  }

  async confirm(round, claims, act) {
    for (const { id, executed_fen, state } of claims) {
      if (executed_fen === 0 || state === 'confirmed') continue;
      if (this.dice('confirm', id, this.key).chance(0.3)) return;
      await act(`claims/${id}/confirm`, { note: '已到账' });
    }
    const { round: now } = await this.readRound(round.id);
    if (now.state !== 'executed') return;
    const short = claims.some((claim) => claim.executed_fen < claim.return_fen);
    if (short && this.dice('again', round.id, this.key).chance(0.3)) await this.notify(now, act);
    else await act('finish', {});
  }

  // Owners of stopped and frozen accounts say that the money is theirs.
  async appeals() {
    const appeals = await this.world.readAll('duty', '/api/v1/funds/appeals');
    for (const appeal of appeals) await this.hear(appeal);
    const known = new Set(appeals.map((appeal) => appeal.order_id));
    const orders = [];
    for (const state of held) {
      orders.push(...(await this.world.readAll('duty', `/api/v1/funds/orders?state=${state}`)));
    }
    for (const order of orders) {
      if (known.has(order.id)) continue;
      if (!this.dice('appeal', order.id, this.key).chance(0.015)) continue;
      const draw = this.dice('appeal-way', order.id);
      const form = {
        order_id: order.id,
        owner_name: '某户主',
        owner_phone: '19900000002',
        way: draw.pick(['hotline', 'walk_in', 'letter']),
        text: '账户内资金为本人货款',
      };
      await this.command('/api/v1/funds/appeals', form, `appeal-${order.id}`);
    }
  }

  async hear(appeal) {
    const draw = this.dice('hear', appeal.id);
    const path = `/api/v1/funds/appeals/${appeal.id}`;
    if (this.dice('hear', appeal.id, this.key).chance(forget.step)) return;
    if (appeal.state === 'received') {
      for (const login of ['duty', 'night']) {
        const taken = await this.command(`${path}/take_up`, {}, `up-${appeal.id}-${login}`, login);
        if (!taken.refused) return;
      }
    } else if (appeal.state === 'reviewing') {
      const login = appeal.reviewer_id === this.ids.get('duty') ? 'duty' : 'night';
      const note = { note: '调取账户流水' };
      await this.command(`${path}/steps`, note, `step-${appeal.id}-${this.key}`, login);
      if (appeal.steps.length > 0) await this.answer(appeal, path, draw, login);
    } else if (appeal.outcome === 'partly' && appeal.actions.includes('release')) {
      const key = `release-${appeal.id}-${this.key}`;
      await this.sayReleased(await this.command(`${path}/release`, {}, key));
    }
  }
  async answer(appeal, path, draw, login) {
    let outcome = draw.pick(['upheld', 'upheld', 'refused', 'refused', 'partly']);
    if (outcome === 'partly' && !(appeal.held_fen > 1)) outcome = 'refused';
    const keep = outcome === 'partly' ? { keep_fen: Math.ceil(appeal.held_fen / 2) } : {};
    const form = { outcome, answer: '经核查，理由如下', ...keep };
    const key = `answer-${appeal.id}-${this.key}`;
    await this.sayReleased(await this.command(`${path}/answer`, form, key, login));
  }
  async sayReleased({ release_order_id: id }) {
    if (id) this.month.sayPlaced(await this.orderOf(id));
  }
  async orderOf(id) {
    const found = await this.world.read('leader', `/api/v1/funds/orders/${id}`);
    const order = found.order ?? found;
    if (!order.application_id) throw new SimFailure('reading works', `order ${id}`);
    return order;
  }
}

export const passesOfDay = [10.5 * hour, 16 * hour + 20 * minute];
