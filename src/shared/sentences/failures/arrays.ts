import type { FailureSentences } from '../template';

export const arraysFailures = {
  'FILE_CORRUPT.hdf5': {
    en: '{file} is cut off or damaged: it begins as an HDF5 file and cannot be read as one.',
    ko: '{file}은(는) 잘렸거나 손상되었습니다. HDF5 파일로 시작하지만 읽을 수 없습니다.',
  },
  'FILE_CORRUPT.hdf5Array': {
    en: '{file} is damaged, or its values are in another file: "{array}" cannot be read.',
    ko: '{file}이(가) 손상되었거나 값이 다른 파일에 있습니다. ‘{array}’을(를) 읽을 수 없습니다.',
  },
  'FILE_FORMAT_UNKNOWN.hdf5Packed': {
    en: '{file} has "{array}" packed with {filter}, which the lab does not unpack; save it with gzip, or without compression.',
    ko: '{file}의 ‘{array}’은(는) {filter} 방식으로 압축되어 있어 풀 수 없습니다. gzip으로, 또는 압축 없이 저장하세요.',
  },
  'FILE_FORMAT_UNKNOWN.hdf5Holds': {
    en: '{file} has no array of plain numbers that is a series: "{array}" holds {what|references=references to other objects, which are not followed|vlen=lists of different lengths|compound=records within records|complex=complex numbers|cell=a cell array|object=an object of MATLAB|sparse=a sparse matrix|links=what lies in another file|type=values of a type that the lab does not read|axes=numbers along more than three axes}; save plain arrays, or a table as CSV or Parquet.',
    ko: '{file}에는 시계열로 읽을 숫자 배열이 없습니다. ‘{array}’에 든 것: {what|references=다른 객체를 가리키는 참조(따라가지 않습니다)|vlen=길이가 서로 다른 목록|compound=겹친 레코드|complex=복소수|cell=셀 배열|object=MATLAB 객체|sparse=희소 행렬|links=다른 파일에 있는 값|type=읽지 못하는 형식의 값|axes=축이 셋보다 많은 숫자}. 단순한 배열로 저장하거나 표를 CSV나 Parquet으로 저장하세요.',
  },
  'FILE_FORMAT_UNKNOWN.hdf5Pandas': {
    en: '{file} has a table of pandas whose column names are pickles, which can run code and are never opened; save it with to_parquet, or with to_hdf and format="fixed".',
    ko: '{file}에 든 pandas 표는 열 이름이 피클이라 코드를 실행할 수 있어 열지 않습니다. to_parquet이나 to_hdf(format="fixed")로 저장하세요.',
  },
  'FILE_FORMAT_UNKNOWN.hdf5Model': {
    en: '{file} holds a model of Keras and no data; open it among the models, or with "unroll models import".',
    ko: '{file}에는 데이터가 아니라 Keras 모델이 들어 있습니다. 모델 화면이나 ‘unroll models import’로 여세요.',
  },
  'FILE_FORMAT_UNKNOWN.hdf5Weights': {
    en: '{file} holds the weights of a Keras model and no data; save the whole model as .keras to open it among the models.',
    ko: '{file}에는 데이터가 아니라 Keras 모델의 가중치만 들어 있습니다. 모델 화면에서 열려면 모델 전체를 .keras로 저장하세요.',
  },
  'FILE_TOO_LARGE.hdf5Objects': {
    en: '{file} has more than {most} groups and arrays; save what you need of them as a file of its own.',
    ko: '{file}에는 그룹과 배열이 {most}개보다 많습니다. 필요한 것만 따로 저장하세요.',
  },
} as const satisfies FailureSentences;
