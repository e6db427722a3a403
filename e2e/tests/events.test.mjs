// Status events read by an official SDK of CloudEvents: the published samples here, the events of a running installation in its story.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { cloudEvent, samples } from '../lib/events.mjs';

const folder = samples();

test('the valid sample events are CloudEvents', { skip: folder ? false : 'skipped: no corpus' }, () => {
  let read = 0;
  for (const name of ['complete-service.json', 'correction.json']) {
    for (const sample of [JSON.parse(readFileSync(folder + name, 'utf8'))].flat()) {
      const event = cloudEvent(Buffer.from(JSON.stringify(sample)));
      assert.deepEqual([event.id, event.source, event.subject], [sample.id, sample.source, sample.subject]);
      assert.deepEqual(event.data, sample.data);
      read += 1;
    }
  }
  assert.equal(read, 17);
});

test('what is no CloudEvent is none for the SDK either', () => {
  assert.throws(() => cloudEvent(Buffer.from('{"specversion":"1.0","id":"1","type":"t","data":{}}')));
});
