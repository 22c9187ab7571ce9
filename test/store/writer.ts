/**
 * A process to be killed: commits turns of the given people for ever and prints one line for everything acknowledged,
 * after the acknowledgement. Arguments: folder, name of this run, people (comma-separated). Checks nothing itself.
 */
import { writeSync } from 'node:fs';
import { openSqliteStore } from '../../src/store/sqlite.ts';
import { entryOf, replyOf, submissionOf, turnOf } from './sample.ts';

const [folder = '', run = '', people = ''] = process.argv.slice(2);
const store = openSqliteStore(folder, { run: 40 });

/** Every turn owes two replies named after it; every fourth files a submission; every fifth leaves a snapshot. */
async function speak(key: string): Promise<never> {
  let expected = (await store.load(key)).length;
  for (let i = 0; ; i++) {
    const inbound = `${key}/${run}/${i}`;
    for (;;) {
      const done = await store.commit(
        turnOf(key, expected, {
          inbound,
          entry: entryOf(expected, inbound),
          replies: [replyOf(`${inbound}/a`), replyOf(`${inbound}/b`)],
          submission: i % 4 === 0 ? submissionOf(inbound) : undefined,
          snapshot: i % 5 === 0 ? { length: expected + 1 } : undefined,
        }),
      );
      if (done.kind === 'ok') break;
      if (done.kind === 'duplicate') throw new Error(`${inbound} was applied before it was said`);
      expected = done.length;
    }
    writeSync(1, `turn ${inbound}\n`);
    expected += 1;
    if (i % 3 === 0) {
      await store.confirm([{ key, id: `${inbound}/a` }]);
      writeSync(1, `sent ${inbound}/a\n`);
    }
  }
}

await Promise.all(people.split(',').map(speak));
