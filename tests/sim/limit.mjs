// What the simulation waits for has a limit in real time: what hangs fails, and says what it was.
export class SimFailure extends Error {
  constructor(invariant, detail) {
    super(`${invariant}: ${detail}`);
    this.invariant = invariant;
  }
}

export const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// Waits for this promise, and no longer than that.
export async function within(limitMs, what, promise) {
  let timer;
  const late = new Promise((_, failed) => {
    const fail = () => failed(new SimFailure('nothing hangs', `${what} for ${limitMs / 1000} s`));
    timer = setTimeout(fail, limitMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
