import type { Remark } from '../../../shared/domain/dataset';
import { failure } from '../../../shared/sentences/failure';
import type { CasesContent } from '../readers/content';
import type { SourceFile } from '../readers/source-file';
import type { Material } from '../scan/material';

/**
 * Of a folder with files of the UEA and UCR archives, the one problem in it. Where it is there in two formats,
 * the one that says more of itself is taken.
 *
 * @throws UnrollError ARGUMENT_INVALID when there are several problems, with their names
 */
export function oneProblem(material: Material): { material: Material; remarks: Remark[] } {
  if (material.kind !== 'cases') return { material, remarks: [] };
  const files = material.files.filter(
    (file): file is SourceFile<CasesContent> => file.content.kind === 'cases',
  );
  const problems = [...new Set(files.map(({ content }) => content.problem))];
  if (problems.length > 1) {
    const example = files.find(({ content }) => content.part === 'train') ?? files[0]!;
    throw failure('ARGUMENT_INVALID.problems', {
      problems: problems.length,
      first: example.shown,
      names: problems.slice(0, 8).join(', '),
    });
  }
  const key = ({ content }: SourceFile<CasesContent>): string => content.part ?? '';
  const best = new Map<string, SourceFile<CasesContent>>();
  for (const file of files) {
    const other = best.get(key(file));
    if (other === undefined || saysMore(file.content, other.content)) best.set(key(file), file);
  }
  const kept = files.filter((file) => best.get(key(file))!.content.format === file.content.format);
  const double = files.filter((file) => !kept.includes(file));
  const channels = kept[0]!.content.channels;
  const odd = kept.filter(({ content }) => content.channels !== channels);
  return {
    material: {
      ...material,
      files: kept.filter((file) => !odd.includes(file)),
      refused: [
        ...material.refused,
        ...odd.map(({ shown, content }) => ({
          file: shown,
          code: 'COLUMNS_DIFFER',
          reason: `${shown} has ${content.channels} channels where ${kept[0]!.shown} has ${channels}.`,
        })),
      ],
    },
    remarks: double.map(({ shown }) => ({
      code: 'archive.double',
      message: `${shown} holds the same sequences as its .ts file and is left out.`,
      params: { file: shown },
    })),
  };
}

/** A format that names channels and classes before one that does not; of two alike the later name: .ts before ARFF. */
function saysMore(content: CasesContent, than: CasesContent): boolean {
  return content.isAnnotated === than.isAnnotated ? content.format > than.format : content.isAnnotated;
}
