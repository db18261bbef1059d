// The records of a zip archive, member after member.

import type { Host, RandomAccess } from './file-bytes';
import { formatInMember } from './format-in-bytes';
import { type FileFormat, unitOf } from './format-of';
import { READERS } from './formats/index';
import { describeError, RecordError } from './record-error';
import { type OnRecord, type ReadOptions, recordSink } from './record-sink';
import { fileIn, zipFilesOf } from './zip-files';

/**
 * Returns how many lines or rows all members have.
 *
 * @throws RecordError that names the member and the place in it.
 */
export async function readZip(archive: RandomAccess, host: Host, onRecord: OnRecord, options: ReadOptions): Promise<number> {
  try {
    const { members, isLog, evaluation } = await zipFilesOf(archive);
    const common = await evaluation(host);
    const onEach: OnRecord = common ? (row, at) => onRecord({ eval: common, ...row }, at) : onRecord;
    host.checkSize?.(members.reduce((sum, { size }) => sum + size, 0));
    let length = 0;
    for (const member of members) {
      const { format } = isLog ? { format: { format: 'json' } as FileFormat } : await formatInMember(archive, member, host);
      const place = (error: RecordError) =>
        new RecordError(describeError(member.name, unitOf(format.format), error), {}, error.code);
      const sink = recordSink(onEach, options, place);
      try {
        length += await READERS[format.format].read(fileIn(archive, member, host, format.encoding), sink, undefined, format);
      } catch (error) {
        const isPlaced = error instanceof RecordError && error.message.startsWith(member.name);
        throw error instanceof RecordError && !isPlaced ? place(error) : error;
      }
    }
    return length;
  } finally {
    await archive.close();
  }
}
