// One JSON line of {text, context} in, one JSON line of {value} or {error} out.
import { createInterface } from 'node:readline';
import { evaluate } from 'feelin';

function plain(value) {
  if (value === undefined) return null;
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : { odd: String(value) };
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === 'function') return { odd: 'function' };
  if (typeof value.toISO === 'function') return { at: value.toISO() };
  const name = value.constructor?.name ?? '';
  if (name !== 'Object' && name !== '') return { odd: name };
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]));
}

for await (const line of createInterface({ input: process.stdin })) {
  const { text, context } = JSON.parse(line);
  let answer;
  try {
    const result = evaluate(text, context);
    answer = { value: plain(result && 'value' in result ? result.value : result) };
  } catch (error) {
    answer = { error: String(error.message).slice(0, 100) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
