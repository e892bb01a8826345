// The month as it happens outside of the centre: who is cheated when, and how the money goes on.
//
// No trustworthy source says how fast the money moves (docs/reliability.md). What stands in
// `assumptions` is assumed, and named so that it can be changed.
import { card } from '../scenario/programs.mjs';
import { dice } from './dice.mjs';

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
export const start = Date.parse('2026-03-02T00:00:00+08:00');

export const banks = [
  ['900000000001', '中国工商银行', '622202'],
  ['900000000002', '中国农业银行', '622848'],
  ['900000000003', '中国银行', '621660'],
  ['900000000004', '中国建设银行', '621700'],
  ['900000000005', '交通银行', '622260'],
  ['900000000006', '中国邮政储蓄银行', '621799'],
  ['900000000007', '招商银行', '621483'],
  ['900000000008', '上海浦东发展银行', '622521'],
  ['900000000009', '兴业银行', '622908'],
  ['900000000010', '中信银行', '621771', 'platform_two_modes'],
  ['900000000011', '中国光大银行', '622660'],
  ['900000000012', '华夏银行', '622630'],
];

export const assumptions = {
  casesPerDay: 1,
  // Share of a day's reports in each hour: people notice in the evening.
  byHour: [2, 1, 1, 1, 1, 1, 1, 2, 4, 6, 7, 7, 6, 6, 6, 7, 7, 6, 6, 7, 7, 6, 4, 3],
  callMinutes: { median: 25, sigma: 1.1 }, // From the last payment to the call.
  dwellMinutes: { median: 6, sigma: 0.9 }, // How long money rests on an account.
  levels: 3,
  children: [2, 3], // Accounts that money is split to.
  passedOn: [0.85, 0.99], // What goes on; the rest stays.
  knownMule: 0.3, // A payee account that an earlier case has seen.
  amountYuan: { median: 18_000, sigma: 1 },
};

const names = ['邬望舒', '缪采薇', '苗知秋', '荀岳川', '简白露', '谷长风', '闻星野', '蓝一舟'];

class Inventor {
  constructor(seed, days) {
    this.seed = seed;
    this.days = days;
    this.town = { start, accounts: [], movements: [], cases: [] };
    this.payees = [];
  }

  account(draw, balanceYuan) {
    const [bank, , prefix] = draw.pick(banks);
    const account = {
      bank,
      account: card(prefix, this.town.accounts.length + 1),
      name: draw.pick(names) + String(this.town.accounts.length % 97),
      balance_fen: balanceYuan * 100,
    };
    this.town.accounts.push(account);
    return account;
  }

  move(at, from, to, amountFen, cash = false) {
    this.town.movements.push({
      id: `m${this.town.movements.length}`,
      at: new Date(at).toISOString(),
      from: from.account,
      to: cash ? `ATM${this.town.movements.length}` : to.account,
      amount_fen: amountFen,
      ...(cash ? { way: 'cash' } : {}),
    });
  }

  // What arrived goes on in parts; at the last level it is taken out in cash.
  passOn(draw, from, amountFen, arrived, level) {
    const { dwellMinutes, levels, children, passedOn } = assumptions;
    const dwell = () => draw.logNormal(dwellMinutes.median, dwellMinutes.sigma) * minute;
    const share = passedOn[0] + draw.unit() * (passedOn[1] - passedOn[0]);
    let left = Math.floor(amountFen * share);
    if (level >= levels || amountFen < 100_000) {
      this.move(arrived + dwell(), from, undefined, left, true);
      return;
    }
    const parts = draw.between(...children);
    let at = arrived;
    for (let i = 0; i < parts; ++i) {
      at += dwell() / parts + 20_000;
      const part = i + 1 === parts ? left : Math.floor(left / (parts - i));
      left -= part;
      const to = this.account(draw, draw.between(0, 300));
      this.move(at, from, to, part);
      this.passOn(draw, to, part, at, level + 1);
    }
  }

  fraud(index, calledAt) {
    const draw = dice(this.seed, 'case', index);
    const { amountYuan, callMinutes, knownMule } = assumptions;
    const own = this.account(draw, draw.between(10, 9_000));
    const payments = [];
    let at = calledAt - draw.logNormal(callMinutes.median, callMinutes.sigma) * minute;
    for (let left = draw.between(1, 3); left > 0; --left) {
      const known = this.payees.length > 0 && draw.chance(knownMule);
      const payee = known ? draw.pick(this.payees) : this.account(draw, draw.between(0, 500));
      if (!known) this.payees.push(payee);
      const yuan = Math.round(draw.logNormal(amountYuan.median, amountYuan.sigma) / 100) * 100;
      const amountFen = Math.max(300_000, yuan * 100) + draw.between(0, 99);
      at = Math.floor(at / 1000) * 1000;
      own.balance_fen += amountFen;
      this.move(at, own, payee, amountFen);
      this.passOn(draw, payee, amountFen, at, 1);
      payments.push({ amountFen, at, from: own, to: payee });
      at -= draw.between(1, 20) * minute;
    }
    this.town.cases.push({ index, calledAt, own, payments, draw: `case|${index}` });
  }

  run() {
    const whole = assumptions.byHour.reduce((sum, share) => sum + share, 0);
    let index = 0;
    for (let h = 0; h < this.days * 24; ++h) {
      const draw = dice(this.seed, 'hour', h);
      const mean = (assumptions.casesPerDay * assumptions.byHour[h % 24]) / whole;
      for (let count = draw.poisson(mean); count > 0; --count) {
        this.fraud(index++, start + 6 * hour + h * hour + draw.between(0, 3_599) * 1000);
      }
    }
    return this.town;
  }
}

export const inventMonth = (seed, days) => new Inventor(seed, days).run();
