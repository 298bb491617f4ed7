export { memoryDocument, memorySchema } from './memory-documents';
export { createMemoryJournal } from './memory-journal';
export type { OpenedJournal } from './sqlite-journal';
export { openJournal } from './sqlite-journal';
