/** Where the reader brings their own: draw, drop files, choose among what is there, take away. */
import { useEffect, useState } from 'preact/hooks';
import { PixelCanvas } from '../plots/PixelCanvas.tsx';
import { DrawPad } from './DrawPad.tsx';
import {
  addImageFiles,
  addOwnImage,
  nameOf,
  ownImageSize,
  ownImages,
  ownImagesProblem,
  removeOwnImage,
  restoreOwnImages,
} from './ownImages.ts';

export interface OwnImagesPanelProps {
  readonly selected: number;
  readonly onSelect: (index: number) => void;
}

/** Drawing pad, file drop and thumbnails. */
export function OwnImagesPanel({ selected, onSelect }: OwnImagesPanelProps) {
  useEffect(restoreOwnImages, []);
  useEffect(keepStrayDropsHere, []);
  const images = ownImages.value;
  const selectNewest = () => onSelect(ownImages.value.length - 1);
  const addFiles = async (files: readonly File[]) => {
    if ((await addImageFiles(files)) > 0) selectNewest();
  };
  return (
    <div class="fn-columns">
      <DrawPad
        onUse={(pixels) => {
          const added = addOwnImage(`drawing ${images.length + 1}`, pixels);
          if (added) selectNewest();
          return added;
        }}
      />
      <div class="fn-own">
        <FileDrop onFiles={addFiles} />
        {ownImagesProblem.value && (
          <p class="fn-problem" role="alert">
            {ownImagesProblem.value}
          </p>
        )}
        <div class="fn-thumbs">
          {images.map((image, index) => (
            <button
              type="button"
              class="fn-thumb"
              // biome-ignore lint/suspicious/noArrayIndexKey: own images have no other identity
              key={index}
              aria-pressed={index === selected}
              aria-label={`Use ${nameOf(image, index)}`}
              onClick={() => onSelect(index)}
            >
              <PixelCanvas pixels={image.pixels} size={ownImageSize} label={nameOf(image, index)} />
            </button>
          ))}
        </div>
        {images[selected] && (
          <button type="button" class="fn-button" onClick={() => removeOwnImage(selected)}>
            Remove {nameOf(images[selected], selected)}
          </button>
        )}
        <p class="fn-note">Your images stay in this browser. Nothing is sent anywhere.</p>
      </div>
    </div>
  );
}

/** A file dropped beside the drop area would otherwise replace the page. Returns the clean-up. */
function keepStrayDropsHere(): () => void {
  const refuse = (event: Event) => event.preventDefault();
  window.addEventListener('dragover', refuse);
  window.addEventListener('drop', refuse);
  return () => {
    window.removeEventListener('dragover', refuse);
    window.removeEventListener('drop', refuse);
  };
}

function FileDrop({ onFiles }: { onFiles: (files: readonly File[]) => void }) {
  const [over, setOver] = useState(false);
  return (
    <label
      class="fn-drop"
      data-over={over}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        onFiles([...(event.dataTransfer?.files ?? [])]);
      }}
    >
      <span>Drop image files here, or choose them: </span>
      <input
        type="file"
        accept="image/*"
        multiple
        onChange={(event) => {
          onFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
        }}
      />
    </label>
  );
}
