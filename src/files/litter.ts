// Files that stand beside the data in a folder or an archive and hold no records.

/** Marks, notes, and what says how the data are written, by their names. */
const NAMES =
  /^([._].*|.*~|(readme|licen[cs]e|copying|notice|changelog|citation|manifest|makefile|dockerfile|thumbs\.db|desktop\.ini)(\..*)?|(dataset_infos?|dataset_dict|state|metadata|config|args|hyperparameters|adapter_config|generation_config|tokenizer_config)\.json)$/i;
/** Checksums, halves of downloads, programs and pictures, by their endings. */
const ENDINGS =
  /\.(crc|md5|sha\d*|lock|tmp|temp|part|crdownload|md|rst|txt|log|py|ipynb|sh|png|jpe?g|svg|pdf|html?|toml|ya?ml|cfg|ini)$/i;

/**
 * Whether a path is that of such a file, or lies in a folder of such files.
 *
 * @param asked - an ending that was asked for, which makes none of them.
 */
export function isLitter(path: string, asked?: string): boolean {
  const steps = path.split(/[/\\]/);
  const name = steps[steps.length - 1];
  if (steps.slice(0, -1).some((step) => /^[._][^.]/.test(step)) || NAMES.test(name)) return true;
  return ENDINGS.test(name) && !(asked && name.endsWith(asked));
}

/** Made with the first names that are compared, since it takes long. */
let collator: Intl.Collator | undefined;

/** Compares two names as people sort them: `part-2` before `part-10`. */
export function naturally(a: string, b: string): number {
  collator ??= new Intl.Collator('en', { numeric: true });
  return collator.compare(a, b) || (a < b ? -1 : Number(a > b));
}
