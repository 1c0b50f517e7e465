/** Gives the lesson's figures the page's one training run; it ends when the last of them leaves. */
import { useEffect } from 'preact/hooks';
import { baseUrl, dataUrl } from '../../../components/figure/site.ts';
import { useCompute } from '../../../components/figure/useCompute.ts';
import type { ComputeClient } from '../../../lib/compute/client.ts';
import { ownPictures } from './ownPictures.ts';
import { TrainingRun } from './trainingRun.ts';

let shared: TrainingRun | null = null;
let users = 0;

function sharedRun(compute: ComputeClient): TrainingRun {
  shared ??= new TrainingRun({ compute, dataUrl, weightsUrl: `${baseUrl}weights/`, ownPictures });
  return shared;
}

/** The run that all figures of the page share. */
export function useTrainingRun(): TrainingRun {
  const run = sharedRun(useCompute());
  useEffect(() => {
    users++;
    return () => {
      users--;
      if (users > 0) return;
      run.dispose();
      if (shared === run) shared = null;
    };
  }, [run]);
  return run;
}
