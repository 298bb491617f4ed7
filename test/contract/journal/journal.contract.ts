import { describe, expect, it } from 'vitest';
import { exceptionId, groupId, runId } from '../../../shared/ids';
import { addMinutes } from '../../../shared/time';
import type { JournalStore } from '../../../electron/store';
import type { Clock } from '../../../electron/sync/ports';
import {
  confirmedResult,
  confirmedList,
  EMPTY_MEMORY,
  fullMemory,
  groupLedger,
  minutes,
  plannedAction,
  plannedMembership,
  refusedResult,
  rememberedBooking,
  runResult,
  START,
} from './journal-samples';

/** A clock that stands still: the journal stamps intents with it. */
export const standingClock: Clock = {
  now: () => addMinutes(START, 1),
  wait: () => Promise.resolve(),
};

/** What every journal does, on disk or in memory. `open` gives a new, empty one. */
export function describeJournal(name: string, open: () => JournalStore): void {
  const start = (journal: JournalStore, id: string, minute = 0): Promise<void> =>
    journal.startRun({ runId: runId(id), trigger: 'manual', startedAt: addMinutes(START, minute) });

  describe(`journal ${name}`, () => {
    it('M1 begins with the empty memory', async () => {
      const journal = open();
      expect(await journal.loadMemory()).toEqual(EMPTY_MEMORY);
      expect(await journal.listRuns({ limit: 10, before: null })).toEqual([]);
      journal.close();
    });

    it('M1 gives back the whole memory as it was saved, in its order', async () => {
      const journal = open();
      await journal.saveMemory(fullMemory(1234));
      expect(await journal.loadMemory()).toEqual(fullMemory(1234));
      journal.close();
    });

    it('M1 a later memory replaces the earlier one, what is gone from it included', async () => {
      const journal = open();
      const full = fullMemory(1234);
      await journal.saveMemory(full);
      const fewer = {
        ...full,
        reading: { ...full.reading!, bookings: [rememberedBooking(7)] },
        confirmed: [confirmedList(exceptionId('E1'), [minutes(0, 5)])],
        intents: [],
      };
      await journal.saveMemory(fewer);
      expect(await journal.loadMemory()).toEqual(fewer);
      await journal.saveMemory(EMPTY_MEMORY);
      expect(await journal.loadMemory()).toEqual(EMPTY_MEMORY);
      journal.close();
    });

    it('P8 an intent is recorded with the memory that explains it, and its outcome replaces it', async () => {
      const journal = open();
      const action = plannedAction('E1');
      await start(journal, 'run-1');
      await journal.recordIntent(runId('run-1'), action, fullMemory());
      expect(await journal.loadMemory()).toEqual(fullMemory());
      const [intended] = (await journal.readRun('run-1')).actions;
      expect(intended).toMatchObject({ exceptionId: 'E1', outcome: null, writes: 0, intendedAt: addMinutes(START, 1) });

      await journal.recordOutcome(runId('run-1'), confirmedResult(action), EMPTY_MEMORY);
      expect(await journal.loadMemory()).toEqual(EMPTY_MEMORY);
      const { actions } = await journal.readRun('run-1');
      expect(actions).toEqual([
        {
          on: 'exception',
          exceptionId: 'E1',
          exceptionName: '',
          kind: 'mixed',
          before: action.before,
          after: action.after,
          changes: action.changes,
          outcome: 'confirmed',
          writes: 1,
          trouble: null,
          intendedAt: addMinutes(START, 1),
          writtenAt: addMinutes(START, 2),
          readBackAt: addMinutes(START, 3),
          readBack: action.after,
        },
      ]);
      journal.close();
    });

    it('M1 the end of a run and the memory it leaves are one step; with none the memory stays', async () => {
      const journal = open();
      await start(journal, 'run-1');
      await journal.finishRun(runResult('run-1', []), fullMemory());
      expect(await journal.loadMemory()).toEqual(fullMemory());
      expect(await journal.readRun('run-1')).toMatchObject({ result: 'different' });
      await start(journal, 'run-2', 5);
      await journal.finishRun(runResult('run-2', []), null);
      expect(await journal.loadMemory()).toEqual(fullMemory());
      journal.close();
    });

    it('W10 two tries of one exception in a run are two actions, each with its own outcome', async () => {
      const journal = open();
      await start(journal, 'run-1');
      const [first, second] = [plannedAction('E1', { version: 'v1' }), plannedAction('E1', { after: [] })];
      await journal.recordIntent(runId('run-1'), first, EMPTY_MEMORY);
      await journal.recordOutcome(runId('run-1'), refusedResult(first), EMPTY_MEMORY);
      await journal.recordIntent(runId('run-1'), second, EMPTY_MEMORY);
      await journal.recordOutcome(runId('run-1'), confirmedResult(second), EMPTY_MEMORY);
      await journal.finishRun(runResult('run-1', [confirmedResult(second)]), EMPTY_MEMORY);
      const run = await journal.readRun('run-1');
      expect(run.actions.map(({ outcome, after }) => [outcome, after.length])).toEqual([
        ['failed', 2],
        ['confirmed', 0],
      ]);
      expect(run).toMatchObject({ written: 1, failed: 0 });
      journal.close();
    });

    it('P8 a membership is recorded by its group and person, and its outcome finds it among others of both', async () => {
      const journal = open();
      await start(journal, 'run-1');
      const all = [
        plannedMembership('G1', 'P1'),
        plannedMembership('G1', 'P2', { after: [] }),
        plannedMembership('G2', 'P1'),
        plannedAction('G1'),
      ];
      for (const action of all) await journal.recordIntent(runId('run-1'), action, fullMemory());
      await journal.recordOutcome(runId('run-1'), refusedResult(all[1]!), EMPTY_MEMORY);
      await journal.recordOutcome(runId('run-1'), confirmedResult(all[2]!), EMPTY_MEMORY);
      await journal.recordOutcome(runId('run-1'), confirmedResult(all[3]!), EMPTY_MEMORY);
      const unsent = plannedMembership('G3', 'P1');
      await journal.finishRun(runResult('run-1', [refusedResult(unsent), confirmedResult(all[2]!)]), null);
      const run = await journal.readRun('run-1');
      expect(
        run.actions.map((each) => (each.on === 'membership' ? [each.groupId, each.personId] : [each.exceptionId])),
      ).toEqual([['G1', 'P1'], ['G1', 'P2'], ['G2', 'P1'], ['G1'], ['G3', 'P1']]);
      expect(run.actions.map(({ outcome }) => outcome)).toEqual([null, 'failed', 'confirmed', 'confirmed', 'failed']);
      // Four were sent or tried, and of all five the one without an outcome and the two refused are not confirmed.
      expect(run).toMatchObject({ written: 4, failed: 3 });
      expect(run.actions[1]).toEqual({
        on: 'membership',
        groupId: 'G1',
        groupName: '',
        personId: 'P2',
        personName: '',
        kind: 'mixed',
        before: all[1]!.before,
        after: [],
        changes: all[1]!.changes,
        outcome: 'failed',
        writes: 3,
        trouble: { code: 'write-refused', context: { groupId: 'G1', personId: 'P2', status: 422, reason: '' } },
        intendedAt: addMinutes(START, 1),
        writtenAt: null,
        readBackAt: null,
        readBack: null,
      });
      journal.close();
    });

    it('W8 a later ledger replaces the earlier one, group by group', async () => {
      const journal = open();
      const full = fullMemory();
      await journal.saveMemory(full);
      const next = { ...full, ledger: [groupLedger(groupId('G5'), 3), full.ledger[0]!] };
      await journal.saveMemory(next);
      expect(await journal.loadMemory()).toEqual(next);
      journal.close();
    });

    it('the history tells a finished run in numbers, times and codes', async () => {
      const journal = open();
      const [first, second] = [plannedAction('E1'), plannedAction('E2')];
      await start(journal, 'run-1');
      expect(await journal.readRun('run-1')).toMatchObject({ result: 'running', endedAt: null });
      await journal.recordIntent(runId('run-1'), first, EMPTY_MEMORY);
      await journal.recordOutcome(runId('run-1'), confirmedResult(first), EMPTY_MEMORY);
      // The second failed before an intent: only the end of the run tells of it.
      const result = runResult('run-1', [confirmedResult(first), refusedResult(second)]);
      await journal.finishRun(result, EMPTY_MEMORY);
      const line = {
        runId: 'run-1',
        trigger: 'manual',
        startedAt: START,
        endedAt: result.endedAt,
        result: 'different',
        written: 2,
        failed: 1,
        held: 0,
        overflow: 1,
        troubles: [
          {
            code: 'server-error',
            context: { status: 500, address: 'https://pronestor.example.dk/api.mvc', message: '' },
          },
        ],
      };
      expect(await journal.listRuns({ limit: 10, before: null })).toEqual([line]);
      const detail = await journal.readRun('run-1');
      expect(detail).toMatchObject(line);
      expect(detail.actions.map((each) => [each.on === 'exception' ? each.exceptionId : null, each.outcome])).toEqual([
        ['E1', 'confirmed'],
        ['E2', 'failed'],
      ]);
      // M3: the server's own sentence is for the screen only; its number stays.
      expect(detail.actions[1]?.trouble).toEqual({
        code: 'write-refused',
        context: { exceptionId: 'E2', status: 422, reason: '' },
      });
      journal.close();
    });

    it('the history is listed newest first, page by page', async () => {
      const journal = open();
      for (const minute of [0, 5, 10, 15]) await start(journal, `run-${minute}`, minute);
      const page = await journal.listRuns({ limit: 2, before: null });
      expect(page.map((each) => each.runId)).toEqual(['run-15', 'run-10']);
      const rest = await journal.listRuns({ limit: 9, before: page[1]!.startedAt });
      expect(rest.map((each) => each.runId)).toEqual(['run-5', 'run-0']);
      journal.close();
    });

    it('M3 runs older than the retention time go with their actions; the memory and a running run stay', async () => {
      const journal = open();
      const action = plannedAction('E1');
      for (const minute of [0, 5, 10]) {
        await start(journal, `run-${minute}`, minute);
        await journal.recordIntent(runId(`run-${minute}`), action, fullMemory());
        if (minute === 5) continue;
        await journal.finishRun(runResult(`run-${minute}`, [], addMinutes(START, minute)), null);
      }
      expect(await journal.prune(addMinutes(START, 10))).toBe(1);
      expect((await journal.listRuns({ limit: 9, before: null })).map((each) => each.runId)).toEqual([
        'run-10',
        'run-5',
      ]);
      await expect(journal.readRun('run-0')).rejects.toMatchObject({ code: 'run-unknown' });
      expect((await journal.readRun('run-10')).actions).toHaveLength(1);
      expect(await journal.loadMemory()).toEqual(fullMemory());
      expect(await journal.prune(addMinutes(START, 10))).toBe(0);
      journal.close();
    });

    it('a run that was never started is unknown, and what was handed in with it is not kept', async () => {
      const journal = open();
      const unknown = { code: 'run-unknown', context: { runId: 'none' } };
      const action = plannedAction('E1');
      await expect(journal.readRun('none')).rejects.toMatchObject(unknown);
      await expect(journal.recordIntent(runId('none'), action, fullMemory())).rejects.toMatchObject(unknown);
      await expect(journal.recordOutcome(runId('none'), confirmedResult(action), fullMemory())).rejects.toMatchObject(
        unknown,
      );
      expect(await journal.loadMemory()).toEqual(EMPTY_MEMORY);
      journal.close();
    });
  });
}
