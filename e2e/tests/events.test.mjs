// Status events read by an official SDK of CloudEvents: the published samples here, the events of a running installation in its story.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { cloudEvent, objections, samples } from '../lib/events.mjs';

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

test('the published schema takes the valid samples and refuses what breaks it', { skip: folder ? false : 'skipped: no corpus' }, () => {
  const refused = new Set();
  for (const name of readdirSync(folder)) {
    for (const sample of [JSON.parse(readFileSync(folder + name, 'utf8'))].flat()) {
      const { expected_error: expected, event = sample } = sample;
      const against = objections(event);
      // What else is refused breaks a rule that no schema can say.
      const breaks = expected === 'schema';
      assert.equal(against.length > 0, breaks, `${name}: ${against.join('; ')}`);
      if (breaks) refused.add(name);
    }
  }
  assert.ok(refused.size >= 5, [...refused].join());
});

test('what is no CloudEvent is none for the SDK either', () => {
  assert.throws(() => cloudEvent(Buffer.from('{"specversion":"1.0","id":"1","type":"t","data":{}}')));
});
