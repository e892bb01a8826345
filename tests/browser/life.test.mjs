// The whole life of one case on the real page, against the real program and its banks, under one
// clock that the test moves: from the call to the last fen given back. Every figure at the end is
// reckoned here from what was paid, and the banks' own books say the same.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { cardOf, kDay, kHour, Life, rowsOf, shareOut, yuan } from './life.mjs';

const kStart = Date.parse('2026-05-06T09:30:00+08:00');
const at = (time) => `2026-05-06T${time}:00+08:00`;

// Who paid how much to the first card, and when; the last is found when the others have theirs.
const kVictims = [
  ['沈清和', 2_000_001, '09:00', '13000000101'],
  ['蔺采芹', 999_999, '09:05', '13000000102'],
  ['卓听澜', 777_777, '09:08', '13000000103'],
  ['孔星河', 834_567, '09:04', '13000000104'],
].map(([name, paid, time, phone], index) => ({
  ...{ name, paid, time, phone, card: cardOf('622588', 7100 + index) },
}));
const [kCaller, , , kLate] = kVictims;
const kAside = 900_000; // What the caller paid to another card.
const kPassedOn = 466_666; // What went on from the first card to a shop.
const kFormer = 500_000; // What another authority holds before.
const kAsked = 4_500_000;

const kFirst = { bank: '中国工商银行', card: cardOf('622202', 7201), holder: '邬望舒' };
const kOther = { bank: '中国农业银行', card: cardOf('623052', 7202), holder: '柏惊蛰' };
const kShop = { bank: '中国建设银行', card: cardOf('621700', 7203), holder: '薄荷生' };

// What follows from it.
const kRested = kVictims.reduce((sum, { paid }) => sum + paid, 0) - kPassedOn;
const kHeld = kRested - kFormer;
const kInTime = kVictims.slice(0, 3).map(({ paid }) => paid);
const sum = (parts) => parts.reduce((so_far, each) => so_far + each, 0);
// By the letter of the rule: what is frozen here, times the losses over all that the case froze.
const letter = (here, losses, inCase) =>
  Number((BigInt(here) * BigInt(sum(losses))) / BigInt(inCase));
const kGiven = shareOut(letter(kHeld, kInTime, kHeld + kAside), kInTime);
const kRemains = kHeld - sum(kGiven);
const kLateGets = letter(kRemains, [kLate.paid], kRemains + kAside);

let life;
let first; // The case of the caller.
const cases = []; // Of each victim.
before(async () => {
  life = await Life.begin(kStart);
  const account = ({ bank, card, holder }, balance_fen) => ({
    ...{ bank, account: card, name: holder, balance_fen },
  });
  const moved = (id, time, from, to, amount_fen) => ({
    ...{ id, at: at(time), from, to, amount_fen },
  });
  await life.bank('load', [
    ...[kFirst, kOther, kShop].map((each) => account(each, 0)),
    ...kVictims.map(({ card, name, paid }) =>
      account(
        { bank: '招商银行', card, holder: name },
        card === kCaller.card ? paid + kAside : paid,
      ),
    ),
    moved('m0', '09:00', kCaller.card, kFirst.card, kCaller.paid),
    moved('m1', '09:02', kCaller.card, kOther.card, kAside),
    moved('m2', '09:03', kFirst.card, kShop.card, kPassedOn),
    ...kVictims
      .slice(1)
      .map(({ time, card, paid }) => moved(`v${time}`, time, card, kFirst.card, paid)),
  ]);
});
after(async () => life?.end());

// What a victim says on the telephone.
function told({ name, paid, time, phone, card }) {
  const [hour, minute] = time.split(':').map(Number);
  return (
    `我叫${name}，电话${phone}。2026年5月6日${hour}点${minute}分我从招商银行卡${card}` +
    `转到对方工商银行卡${kFirst.card}，金额${(paid / 100).toFixed(2)}元，收款人${kFirst.holder}。`
  );
}

const cardFor = (page, card) => page.getByRole('article').filter({ hasText: card.slice(-4) });
const orderFor = (page, card, words) => cardFor(page, card).filter({ hasText: words });

test('a report with two payments is taken in and both cards are stopped', async () => {
  const aside = async (page) => {
    await page.getByRole('button', { name: '加一笔' }).first().click();
    const second = page.getByRole('group', { name: '第 2 笔' });
    await second.getByRole('button', { name: '补充付款方' }).click();
    const side = { 收款: kOther, 付款: { bank: '招商银行', ...kCaller, holder: kCaller.name } };
    for (const [name, { bank, card, holder }] of Object.entries(side)) {
      await second.getByLabel(`${name}账号`).fill(card);
      await second.getByLabel(`${name}银行`).fill(bank);
      await second.getByLabel(`${name}户名`).fill(holder);
    }
    await second.getByLabel('金额').fill(String(kAside / 100));
    await second.getByLabel('时间').fill('09:02');
    await second.getByRole('checkbox', { name: '止付收款账户' }).check();
  };
  first = await life.takeIn('duty', told(kCaller), { stop: true, more: aside });
  cases.push(first);
  assert.ok(first.named.includes(yuan(kCaller.paid)), first.named);
  assert.ok(first.named.includes(yuan(kAside)), first.named);
  const { page } = await life.as('duty');
  await life.seen(orderFor(page, kFirst.card, '止付成功'), 'the first stop');
  await life.seen(orderFor(page, kOther.card, '止付成功'), 'the second stop');
});

test('two more who paid the same card are taken in without a second stop', async () => {
  for (const victim of kVictims.slice(1, 3)) {
    cases.push(await life.takeIn('duty2', told(victim), { stop: false }));
  }
  assert.equal(new Set(cases.map(({ id }) => id)).size, 3);
});

test('the stop of the first card is renewed once', async () => {
  life.clock.advance(40 * kHour);
  const { page } = await life.at('duty', `/register/cases/${first.id}`);
  const stop = orderFor(page, kFirst.card, '止付成功');
  const said = await life.sayYes(page, '延期 48 小时', stop);
  assert.ok(said.includes(yuan(kCaller.paid)), said);
  await life.seen(orderFor(page, kFirst.card, '止付延期').filter({ hasText: '已执行' }), 'renewal');
  await stop.getByText('止付次数已满').waitFor();
});

test('filed, both stops become freezes, one in part behind an earlier one', async () => {
  const { page } = await life.as('duty');
  await life.fill(page, '呈请立案', { 理由: '数额较大，事实清楚' }, undefined, '提交审批');
  await life.approve('数额较大', '同意立案');

  const until = '2026-12-31T00:00:00+08:00';
  const { bank, card: account, holder: name } = kFirst;
  const earlier = [{ authority: '柳湖市公安局', limit_fen: kFormer, until }];
  await life.bank('load', [{ bank, account, name, balance_fen: 0, freezes: earlier }]);

  for (const [of, fen] of [
    [kFirst, kAsked],
    [kOther, kAside],
  ]) {
    const stop = orderFor(page, of.card, '止付成功');
    await life.fill(page, '转为冻结', { 冻结金额: String(fen / 100), 理由: '防止转移' }, stop);
    await orderFor(page, of.card, '等待领导审批').waitFor();
    const said = await life.approve(of.card.slice(-4));
    assert.ok(said.includes(yuan(fen)), said);
  }
  const inPart = orderFor(page, kFirst.card, '部分冻结');
  await life.seen(inPart, 'the freeze in part');
  const card = await inPart.innerText();
  for (const words of [yuan(kAsked), yuan(kHeld), '柳湖市公安局', yuan(kFormer), '12-31']) {
    assert.ok(card.includes(words), `${words} in ${card}`);
  }
  await life.seen(orderFor(page, kOther.card, '已冻结'), 'the whole freeze');
  await orderFor(page, kFirst.card, '已转冻结').waitFor();
  const books = await life.bank(`accounts/${kFirst.card}`);
  assert.equal(books.held_fen, kFormer + kHeld);
  assert.equal(books.account.balance_fen, kRested);
});

test('the bank tells what moved, and where the money went on it is stopped', async () => {
  const { page } = await life.at('duty', `/cases/${first.id}/trace`);
  const duty = await life.as('duty');
  const level = (number) =>
    page.getByRole('button', { name: new RegExp(`^${number} 级账户`) }).and(page.locator('.act'));
  await level(1).first().waitFor();
  const send = async (list, account, key) => {
    const ranks = page.getByRole('region', { name: list });
    await ranks.getByRole('checkbox', { name: new RegExp(account.slice(-4)) }).check();
    await duty.press(key);
    const dialog = page.getByRole('dialog');
    await dialog.locator('.ant-btn-primary:focus').waitFor();
    await duty.press('Enter');
    await dialog.getByText('已发出').first().waitFor();
    await dialog.locator('.ant-btn-primary:focus').waitFor();
    await duty.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
  };
  await send('下一步查询', kFirst.card, 'q');
  await life.seen(level(2), 'the second level');
  await send('立即止付', kShop.card, 's');
  await duty.goTo(`/register/cases/${first.id}`);
  await life.seen(orderFor(page, kShop.card, '止付成功'), 'the stop of the shop');
});

test('the owner of the shop appeals, is answered with reasons, and is free again', async () => {
  life.clock.advance(20 * kHour);
  const { page: desk } = await life.at('duty', '/funds/appeals');
  await life.fill(desk, '登记申诉', {
    账户: kShop.card,
    申诉人: kShop.holder,
    联系电话: '13000000201',
    申诉内容: '当日卖出一批瓷器，有进货单和快递单',
  });
  await desk.getByRole('link', { name: /^SS/ }).click();
  assert.equal(await desk.getByRole('button', { name: '开始复核' }).count(), 0, 'placed the stop');

  const { page } = await life.at('duty2', new URL(desk.url()).pathname);
  await page.getByRole('button', { name: '开始复核' }).click();
  await life.reveal(page, '复核申诉');
  await page.getByText('当日卖出一批瓷器').waitFor();
  await page.getByRole('button', { name: '记录一步' }).click();
  await page.keyboard.type('核对进货单、快递单和聊天记录，交易属实');
  await page.keyboard.press('Enter');
  await page.getByText('交易属实').waitFor();
  await life.fill(page, '答复', { 答复理由: '善意取得货款，申诉成立' });
  await page.getByText('申诉成立', { exact: false }).first().waitFor();
  await life.approve('申诉成立');
  await life.seen(page.getByText('止付 · 已解除'), 'the release');
  const { stops, account } = await life.bank(`accounts/${kShop.card}`);
  assert.ok(stops[0].released_at);
  assert.equal(account.balance_fen, kPassedOn);
});

// The victims of the open round as the page adds them up.
async function claimsOf(page) {
  const rows = await rowsOf(page.getByRole('table', { name: '被害人', exact: true }));
  return rows.map((row) => [row['损失'], row['返还金额'], row['已划转']]);
}

// Opens a round of what the first card still keeps, with these victims, reckoned by the letter.
async function opened(numbers) {
  const { page } = await life.at('duty', '/funds/returns');
  const candidate = page
    .getByRole('table', { name: '可返还的冻结资金' })
    .getByRole('row', { name: new RegExp(kFirst.card.slice(-4)) });
  await candidate.getByText('已满足').waitFor();
  const said = await life.sayYes(page, '发起返还', candidate);
  await page.waitForURL(/returns\/\d+/);
  const paid = page.getByRole('table', { name: '尚未列入的涉案付款' });
  for (const number of numbers) {
    const line = paid.getByRole('row').filter({ hasText: number }).filter({ hasText: '直接进入' });
    await line.getByRole('button', { name: '列为被害人' }).click();
    await page
      .getByRole('table', { name: '被害人', exact: true })
      .getByRole('row', { name: new RegExp(number) })
      .waitFor();
  }
  await life.fill(page, '选择基数', { 比例的基数: '读法乙：在案冻结资金总额（封顶）' });
  await page.getByText('本人损失 ÷ 在案冻结资金总额').waitFor();
  return { page, said };
}

// The report is approved by the leader, and the notice published.
async function noticed(page, given) {
  await life.fill(page, '呈请审批', { 呈请理由: '按比例返还' });
  const said = await life.approve('呈请返还资金', '同意返还');
  assert.ok(said.includes(yuan(sum(given))), said);
  await life.fill(page, '发布公告', {});
  await page.getByText('公告中').first().waitFor();
}

// When the notice has run: decided, sent to the bank by two, carried out, and confirmed by each.
async function paidOut(path, victims, given) {
  const { page } = await life.at('duty', path);
  await life.sayYes(page, '作出返还决定');
  await page.getByText(/返字〔2026〕\d+号/).waitFor();
  await life.fill(page, '通知银行', { 同行民警: '蓝一舟 900102' });
  await page.getByText('韦青禾、蓝一舟').waitFor();
  const answer = page.getByRole('table', { name: '协助返还报文' });
  await life.seen(answer, 'the answer of the bank');
  assert.deepEqual(
    (await rowsOf(answer)).map((row) => row['已划转']),
    given.map(yuan),
  );
  const table = page.getByRole('table', { name: '被害人', exact: true });
  for (const { number } of victims) {
    const row = table.getByRole('row').filter({ hasText: number });
    await row.getByRole('button', { name: '确认到账' }).click();
    await page.keyboard.type('本人电话确认');
    await page.keyboard.press('Enter');
    await row.getByText('已确认到账').waitFor();
  }
  await page.getByText('已办结').first().waitFor();
  const paid = await claimsOf(page);
  assert.deepEqual(
    paid.map(([, , got]) => got),
    [...given, sum(given)].map(yuan),
  );
}

let round; // Where the first round is looked at.

test('three months later a round opens for three victims, and its proof is shown', async () => {
  life.clock.set(Date.parse('2026-08-10T09:00:00+08:00'));
  const { page, said } = await opened(cases.map(({ number }) => number));
  round = new URL(page.url()).pathname;
  assert.ok(said.includes(yuan(kHeld)), said);
  assert.deepEqual(await claimsOf(page), [
    ...kInTime.map((loss, index) => [yuan(loss), yuan(kGiven[index]), '—']),
    [yuan(sum(kInTime)), yuan(sum(kGiven)), yuan(0)],
  ]);
  await page.getByText('第八条第（三）项 · 按比例').first().waitFor();
  await page.getByText(/尾差 \d 分按最大余数法分配/).waitFor();
  const rows = await rowsOf(page.getByRole('table', { name: '逐笔余额证据' }));
  const proof = rows.map((row) => [row['金额'], row['余额'], row['认定']]);
  let balance = 0;
  const row = (fen, finding) => {
    balance += fen;
    return [`${fen < 0 ? '−' : '+'}${yuan(Math.abs(fen))}`, yuan(balance), finding];
  };
  assert.deepEqual(proof, [
    row(kCaller.paid, '被害人汇入 沈**'),
    row(-kPassedOn, '转出的是被害人资金 沈**'),
    row(kLate.paid, '其他资金汇入 沈**'), // Nobody knows him yet.
    ...kVictims.slice(1, 3).map(({ name, paid }) => row(paid, `被害人汇入 ${name[0]}**`)),
  ]);
});

test('the leader approves it, and for thirty days anybody may object', async () => {
  const { page } = await life.at('duty', round);
  await noticed(page, kGiven);
  life.clock.advance(10 * kDay);
  const { page: desk } = await life.at('duty', round);
  await life.fill(desk, '登记异议', {
    异议人: '游子衿',
    联系电话: '13000000301',
    异议内容: '该账户内有本人货款',
  });
  await desk.getByText('待审查').waitFor();
  const { page: other } = await life.at('duty2', round);
  assert.equal(await other.getByText('本人货款').count(), 0, 'masked until a reason is given');
  await life.reveal(other, '审查异议');
  await other.getByText('该账户内有本人货款').waitFor();
  await life.fill(other, '审查并答复', { 答复: '未提供凭证，且明细中没有其汇入' });
  await other.locator('.tag').getByText('异议不成立').waitFor();
});

test('after the notice it is decided, executed, and each victim has the money', async () => {
  life.clock.advance(21 * kDay);
  const victims = cases.map(({ number }) => ({ number }));
  await paidOut(round, victims, kGiven);
});

test('a fourth victim is found and gets a share of what remains', async () => {
  cases.push(await life.takeIn('duty2', told(kLate), { stop: false }));
  const { page, said } = await opened([cases[3].number]);
  assert.ok(said.includes(yuan(kRemains)), said);
  assert.deepEqual(await claimsOf(page), [
    [yuan(kLate.paid), yuan(kLateGets), '—'],
    [yuan(kLate.paid), yuan(kLateGets), yuan(0)],
  ]);
  await noticed(page, [kLateGets]);
  life.clock.advance(31 * kDay);
  await paidOut(new URL(page.url()).pathname, [cases[3]], [kLateGets]);

  const { page: before } = await life.at('duty', round);
  assert.deepEqual(await claimsOf(before), [
    ...kInTime.map((loss, index) => [yuan(loss), yuan(kGiven[index]), yuan(kGiven[index])]),
    [yuan(sum(kInTime)), yuan(sum(kGiven)), yuan(sum(kGiven))],
  ]);
});

// Where every fen of each case must stand: what was lost is filled in the order of the places.
function ledgerOf(index) {
  const kept = index === 0 ? kRemains - kLateGets + kAside : 0;
  const lost = kVictims[index].paid + (index === 0 ? kAside : 0);
  const returned = [...kGiven, kLateGets][index];
  const frozen = Math.min(lost - returned, kept);
  const released = Math.min(lost - returned - frozen, index === 0 ? kPassedOn : 0);
  return {
    ...{ 被骗金额: lost, 已返还: returned, 已追缴: 0, 冻结中: frozen, 止付中: 0, 已失效: 0 },
    ...{ 已解除: released, 未控制: lost - returned - frozen - released, 超额控制: kept - frozen },
  };
}

test('the ledger adds up to the fen, and the books of the banks agree', async () => {
  const { page } = await life.at('leader', '/funds/ledger');
  await page.getByText('案件', { exact: true }).last().click();
  const table = page.getByRole('table', { name: '挽损台账' });
  await table.getByRole('link', { name: first.number }).waitFor();
  const rows = new Map((await rowsOf(table)).map((row) => [row['案件'], row]));
  for (const [index, { number }] of cases.entries()) {
    const wanted = ledgerOf(index);
    const shown = rows.get(number);
    for (const [place, fen] of Object.entries(wanted)) {
      assert.equal(shown[place], yuan(fen), `${place} of victim ${index + 1}`);
    }
  }
  const whole = await page.getByRole('region', { name: '资金去向总览' }).innerText();
  const all = cases.map((_, index) => ledgerOf(index));
  for (const place of ['被骗金额', '已返还', '冻结中', '已解除', '未控制']) {
    const fen = sum(all.map((each) => each[place]));
    assert.ok(whole.includes(yuan(fen)), `${place} ${yuan(fen)} in ${whole}`);
  }

  const books = await life.bank(`accounts/${kFirst.card}`);
  const given = [...kGiven, kLateGets];
  assert.equal(books.account.balance_fen, kRested - sum(given));
  assert.equal(books.held_fen, kFormer + kHeld - sum(given));
  assert.equal((await life.bank('ledger')).returned_fen, sum(given));
  for (const [index, { card }] of kVictims.entries()) {
    assert.equal((await life.bank(`accounts/${card}`)).account.balance_fen, given[index]);
  }
  assert.equal((await life.bank(`accounts/${kOther.card}`)).held_fen, kAside);
  assert.equal((await life.bank(`accounts/${kShop.card}`)).held_fen, 0);
});

test('every name that came up has words in both languages', async () => {
  const { page } = await life.at('leader', '/approvals');
  const read = (path) =>
    page.evaluate(async (where) => (await fetch(`/api/v1${where}`)).json(), path);
  const names = [];
  for (const { name } of (await read('/deadline/rules')).items) names.push(`clock.name.${name}`);
  for (const { act } of (await read('/approval/rules')).items) {
    names.push(`approval.act.${act}`, `approval.effect.${act}`);
  }
  for (let next = ''; next !== undefined;) {
    const entries = await read(`/journal/entries?limit=200${next}`);
    for (const { desk, act, subject } of entries.items) {
      names.push(`desk.${desk}`, `act.${act}`, `subject.${subject}`);
    }
    next = entries.next ? `&after=${entries.next}` : undefined;
  }
  assert.ok(names.includes('act.return_executed') && names.includes('act.appeal_revealed'));
  for (const language of ['zh-CN', 'en']) {
    const file = join(import.meta.dirname, `../../web/src/platform/words.${language}.json`);
    const words = JSON.parse(readFileSync(file, 'utf8'));
    const known = (name) => name.split('.').reduce((group, key) => group?.[key], words);
    assert.deepEqual(
      [...new Set(names)].filter((name) => typeof known(name) !== 'string'),
      [],
      language,
    );
  }
});

test('nothing went wrong in the pages', () => {
  assert.deepEqual(life.faults, []);
});
