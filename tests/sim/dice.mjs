// Draws that are keyed by the seed and by what they are for, and never by the order in which
// things happen to arrive: adding a draw in one place leaves all others as they were.

// cyrb128, to spread a text over four words.
function spread(text) {
  let [a, b, c, d] = [1779033703, 3144134277, 1013904242, 2773480762];
  for (let i = 0; i < text.length; ++i) {
    const k = text.charCodeAt(i);
    a = b ^ Math.imul(a ^ k, 597399067);
    b = c ^ Math.imul(b ^ k, 2869860233);
    c = d ^ Math.imul(c ^ k, 951274213);
    d = a ^ Math.imul(d ^ k, 2716044179);
  }
  a = Math.imul(c ^ (a >>> 18), 597399067);
  b = Math.imul(d ^ (b >>> 22), 2869860233);
  c = Math.imul(a ^ (c >>> 17), 951274213);
  d = Math.imul(b ^ (d >>> 19), 2716044179);
  return [a ^ b ^ c ^ d, b ^ a, c ^ a, d ^ a];
}

// A generator of its own for each key (sfc32).
export class Dice {
  constructor(...key) {
    this.state = spread(key.join('|'));
    for (let i = 0; i < 12; ++i) this.next();
  }
  next() {
    let [a, b, c, d] = this.state;
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    this.state = [a, b, c | 0, d];
    return t >>> 0;
  }
  unit() {
    return this.next() / 2 ** 32;
  }
  chance(p) {
    return this.unit() < p;
  }
  between(low, high) {
    return low + Math.floor(this.unit() * (high - low + 1));
  }
  pick(list) {
    return list[Math.floor(this.unit() * list.length)];
  }
  logNormal(median, sigma) {
    const radius = Math.sqrt(-2 * Math.log(1 - this.unit()));
    return median * Math.exp(sigma * radius * Math.cos(2 * Math.PI * this.unit()));
  }
  poisson(mean) {
    const limit = Math.exp(-mean);
    let count = 0;
    for (let product = this.unit(); product > limit; product *= this.unit()) ++count;
    return count;
  }
}

export const dice = (...key) => new Dice(...key);
