// The classes of fraud in the order of the register.
export const kFraudTypes = [
  'task_rebate',
  'fake_service',
  'investment',
  'loan',
  'credit_record',
  'shopping',
  'authority',
  'acquaintance',
  'game',
  'dating',
  'black_market',
  'military_purchase',
  'other',
] as const;
