// What the lab opens, for all packers.

/** Models of the lab (docs/file-formats.md). The type is the lab's own; the others belong to others. */
export const modelType = {
  ending: 'unroll',
  name: 'Unroll model',
  mimeType: 'application/vnd.unroll.model',
};

export const otherMimeTypes = ['audio/x-wav', 'text/csv', 'inode/directory'];

/** The name of an icon of a type, in the words of freedesktop's icon naming specification. */
export const modelIcon = modelType.mimeType.replace('/', '-');

/**
 * The type for freedesktop's database. A bundle is a zip file whose first member is bundle.json, so it is known under any name.
 * Source: https://specifications.freedesktop.org/shared-mime-info-spec
 */
export const mimeXml = `<?xml version="1.0" encoding="UTF-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
  <mime-type type="${modelType.mimeType}">
    <comment>${modelType.name}</comment>
    <comment xml:lang="ko">Unroll 모델</comment>
    <icon name="${modelIcon}"/>
    <sub-class-of type="application/zip"/>
    <magic priority="60">
      <match type="string" offset="0" value="PK\\003\\004">
        <match type="string" offset="30" value="bundle.json"/>
      </match>
    </magic>
    <glob pattern="*.${modelType.ending}"/>
  </mime-type>
</mime-info>
`;
