/** The learner's progress: records, a store of them, and files. */
export { type ExerciseRecord, longestAnswer, type Passed, untouched } from './record.ts';
export {
  type ExerciseNames,
  makeProgressStore,
  ProgressError,
  type ProgressStore,
  type TextStorage,
} from './store.ts';
export {
  type FiledExercise,
  type MergeReport,
  mergeProgress,
  type ProgressFile,
  ProgressFileError,
  readProgressFile,
  restoreProgress,
  resultOf,
  writeProgressFile,
} from './transfer.ts';
