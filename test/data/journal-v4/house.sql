-- A journal of version 3, as the program wrote it. Frozen (P21): when the shape changes, a new folder is added and this one stays.
CREATE TABLE "action" (
  run_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  exception_id TEXT,
  group_id TEXT,
  person_id TEXT,
  kind TEXT NOT NULL,
  periods_before TEXT NOT NULL,
  periods_after TEXT NOT NULL,
  changes TEXT NOT NULL,
  outcome TEXT,
  writes INTEGER NOT NULL,
  trouble TEXT,
  intended_at INTEGER NOT NULL,
  written_at INTEGER,
  read_back_at INTEGER,
  read_back TEXT,
  PRIMARY KEY (run_id, position),
  CHECK (
    (exception_id IS NOT NULL AND group_id IS NULL AND person_id IS NULL)
    OR (exception_id IS NULL AND group_id IS NOT NULL AND person_id IS NOT NULL)
  )
) WITHOUT ROWID;
CREATE TABLE memory (key TEXT PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE run (
  id TEXT PRIMARY KEY,
  trigger TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  ended_at INTEGER,
  result TEXT NOT NULL,
  written INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  held INTEGER NOT NULL,
  overflow INTEGER NOT NULL,
  troubles TEXT NOT NULL
);
CREATE TABLE schema_version (version INTEGER NOT NULL);
CREATE INDEX run_by_start ON run (started_at);
INSERT INTO action (run_id, position, exception_id, group_id, person_id, kind, periods_before, periods_after, changes, outcome, writes, trouble, intended_at, written_at, read_back_at, read_back)
  VALUES ('run-1', 0, 'E1', NULL, NULL, 'mixed', '[{"from":1795420800000,"to":1795422600000}]', '[{"from":1795420800000,"to":1795424400000},{"from":1795426200000,"to":1795428000000}]', '[{"change":"keep","period":{"from":1795420800000,"to":1795424400000},"reason":"prolonged","bookings":["b1"]},{"change":"add","period":{"from":1795426200000,"to":1795428000000},"reason":"booked","bookings":["b2"]}]', 'confirmed', 1, NULL, 1795420860000, 1795420920000, 1795420980000, '[{"from":1795420800000,"to":1795424400000},{"from":1795426200000,"to":1795428000000}]');
INSERT INTO action (run_id, position, exception_id, group_id, person_id, kind, periods_before, periods_after, changes, outcome, writes, trouble, intended_at, written_at, read_back_at, read_back)
  VALUES ('run-1', 1, NULL, 'G4', 'P0', 'mixed', '[{"from":1795420800000,"to":1795422600000}]', '[{"from":1795420800000,"to":1795424400000},{"from":1795426200000,"to":1795428000000}]', '[{"change":"keep","period":{"from":1795420800000,"to":1795424400000},"reason":"prolonged","bookings":["b1"]},{"change":"add","period":{"from":1795426200000,"to":1795428000000},"reason":"booked","bookings":["b2"]}]', 'confirmed', 1, NULL, 1795420860000, 1795420920000, 1795420980000, '[{"from":1795420800000,"to":1795424400000},{"from":1795426200000,"to":1795428000000}]');
INSERT INTO action (run_id, position, exception_id, group_id, person_id, kind, periods_before, periods_after, changes, outcome, writes, trouble, intended_at, written_at, read_back_at, read_back)
  VALUES ('run-1', 2, NULL, 'G4', 'P1', 'narrowing', '[{"from":1795420800000,"to":1795422600000}]', '[]', '[{"change":"keep","period":{"from":1795420800000,"to":1795424400000},"reason":"prolonged","bookings":["b1"]},{"change":"add","period":{"from":1795426200000,"to":1795428000000},"reason":"booked","bookings":["b2"]}]', 'failed', 3, '{"code":"write-refused","context":{"groupId":"G4","personId":"P1","status":422,"reason":""}}', 1795420860000, NULL, NULL, NULL);
INSERT INTO action (run_id, position, exception_id, group_id, person_id, kind, periods_before, periods_after, changes, outcome, writes, trouble, intended_at, written_at, read_back_at, read_back)
  VALUES ('run-2', 0, NULL, 'G4', 'P1', 'narrowing', '[{"from":1795420800000,"to":1795422600000}]', '[]', '[{"change":"keep","period":{"from":1795420800000,"to":1795424400000},"reason":"prolonged","bookings":["b1"]},{"change":"add","period":{"from":1795426200000,"to":1795428000000},"reason":"booked","bookings":["b2"]}]', NULL, 0, NULL, 1795420860000, NULL, NULL, NULL);
INSERT INTO memory (key, document)
  VALUES ('answers', '[{"hash":"aa","answer":"confirmed","at":1795420800000},{"hash":"bb","answer":"refused","at":1795420800000}]');
INSERT INTO memory (key, document)
  VALUES ('confirmed', '["E2","E1"]');
INSERT INTO memory (key, document)
  VALUES ('confirmed/E1', '{"exceptionId":"E1","periods":[],"readBackAt":1795420860000}');
INSERT INTO memory (key, document)
  VALUES ('confirmed/E2', '{"exceptionId":"E2","periods":[{"period":{"from":1795420800000,"to":1795424400000},"bookings":["b1","b2"],"lines":["line-1"],"writtenAt":1795420800000,"runId":"run-1","isForeign":false},{"period":{"from":1795426200000,"to":1795428000000},"bookings":["b1","b2"],"lines":["line-1"],"writtenAt":1795420800000,"runId":"run-1","isForeign":false}],"readBackAt":1795420860000}');
INSERT INTO memory (key, document)
  VALUES ('holds', '[{"hash":"cc","since":1795420800000}]');
INSERT INTO memory (key, document)
  VALUES ('intents', '[{"exceptionId":"E1","runId":"run-1","periods":[{"period":{"from":1795421400000,"to":1795422000000},"bookings":["b1","b2"],"lines":["line-1"],"writtenAt":1795420800000,"runId":"run-1","isForeign":true}],"at":1795420800000}]');
INSERT INTO memory (key, document)
  VALUES ('ledger', '["G4","G3"]');
INSERT INTO memory (key, document)
  VALUES ('ledger/G3', '{"groupId":"G3","members":[]}');
INSERT INTO memory (key, document)
  VALUES ('ledger/G4', '{"groupId":"G4","members":[{"personId":"P0","periods":[{"period":{"from":1795420800000,"to":1795424400000},"bookings":["b1"],"lines":["line-4"],"writtenAt":1795420800000,"runId":"run-1","isForeign":false}],"hasBeenRead":true},{"personId":"P1","periods":[{"period":{"from":1795420860000,"to":1795424460000},"bookings":["b1"],"lines":["line-4"],"writtenAt":1795420800000,"runId":"run-1","isForeign":true}],"hasBeenRead":false}]}');
INSERT INTO memory (key, document)
  VALUES ('reading', '{"readAt":1795420800000,"window":{"from":1795334400000,"to":1796112000000},"blocks":1}');
INSERT INTO memory (key, document)
  VALUES ('reading/bookings/0', '[{"id":"b0","meetingId":"m0","roomId":"room-0","locationId":"1","period":{"from":1795420800000,"to":1795424400000},"status":"confirmed","evidence":"read","people":[{"personId":"P0","isOrganiser":true,"isExternal":false}]},{"id":"b1","meetingId":null,"roomId":"room-1","locationId":"1","period":{"from":1795421100000,"to":1795424700000},"status":"confirmed","evidence":"read","people":[]},{"id":"b2","meetingId":"m2","roomId":"room-2","locationId":"1","period":{"from":1795421400000,"to":1795425000000},"status":"confirmed","evidence":"read","people":[{"personId":"P2","isOrganiser":false,"isExternal":true}]},{"id":"b3","meetingId":null,"roomId":"room-3","locationId":"1","period":{"from":1795421700000,"to":1795425300000},"status":"confirmed","evidence":"read","people":[]}]');
INSERT INTO memory (key, document)
  VALUES ('reading/rooms', '[{"id":"room-1","locationId":"1","preparationMinutes":15,"followUpMinutes":0}]');
INSERT INTO memory (key, document)
  VALUES ('releasing', '["E9"]');
INSERT INTO memory (key, document)
  VALUES ('restorations', '[{"exceptionId":"E1","at":1795420800000}]');
INSERT INTO memory (key, document)
  VALUES ('servers', '{"bookings":"5f2c8c1d6f0f4f1b9a77d7a4b2e6c3d05f2c8c1d6f0f4f1b9a77d7a4b2e6c3d0","access":"0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9"}');
INSERT INTO run (id, trigger, started_at, ended_at, result, written, failed, held, overflow, troubles)
  VALUES ('run-1', 'manual', 1795420800000, 1795424400000, 'different', 3, 1, 0, 1, '[{"code":"server-error","context":{"status":500,"address":"https://pronestor.example.dk/api.mvc","message":""}}]');
INSERT INTO run (id, trigger, started_at, ended_at, result, written, failed, held, overflow, troubles)
  VALUES ('run-2', 'schedule', 1795421100000, NULL, 'running', 0, 0, 0, 0, '[]');
INSERT INTO schema_version (version)
  VALUES (4);
