/** The simple loss of one prediction: the mean squared difference to the true noise. */
export function simpleLoss(eps: number[], epsPred: number[]): number {
  let sum = 0;
  for (let i = 0; i < eps.length; i++) sum += (eps[i]! - epsPred[i]!) ** 2;
  return sum / eps.length;
}
