/** What exercises are made of: their kinds, checks of functions, and words for values. */

export { anchorOf } from './anchor.ts';
export { checkAnswer, checkCode, contextOf, faultVerdict, type OpenAnswer } from './checkAnswer.ts';
export { type Comparison, compare, type Difference } from './compare.ts';
export { allOf, type FunctionCheck, failed, functionCheck, type Slip } from './functionCheck.ts';
export { checkChoice, checkNumber, readNumber } from './quiz.ts';
export { batchOf, numbersOf, pictureOf, picturesOf } from './received.ts';
export type {
  CallAnswer,
  Check,
  CheckContext,
  ChoiceExercise,
  CodeExercise,
  DigitClassifier,
  DigitModel,
  Exercise,
  ExerciseEntry,
  Mistake,
  NumberExercise,
  PlaneNetwork,
  ShowContext,
  Verdict,
  View,
  ViewLine,
} from './types.ts';
export { callWords, listOf, numberWords, valueWords } from './words.ts';
