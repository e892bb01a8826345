// What is to happen in a simulation, in the order of time; at one moment in the order of the keys.
export class Agenda {
  constructor() {
    this.items = [];
  }
  at(time, key, act) {
    const item = { time: Math.floor(time), key, act };
    let low = 0;
    for (let high = this.items.length; low < high;) {
      const middle = (low + high) >> 1;
      const other = this.items[middle];
      const before = other.time < item.time || (other.time === item.time && other.key <= key);
      if (before) low = middle + 1;
      else high = middle;
    }
    this.items.splice(low, 0, item);
  }
  get next() {
    return this.items[0];
  }
  take() {
    return this.items.shift();
  }
  clear() {
    this.items = [];
  }
}
