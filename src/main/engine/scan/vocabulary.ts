/**
 * Names that people give to columns, folders and files, by what they stand for, in the languages of the lab's users. They are
 * compared by {@link plainName}, and so stand here without case, accents, blanks, `_` and `-`.
 */

export const words = (text: string): ReadonlySet<string> =>
  new Set(text.split(/\s+/).filter((word) => word !== ''));

/** What something is: classes. */
export const labelWords = words(`
  label labels class classes category categories activity gesture exercise emotion genre species language word phase event
  state status targetclass anomaly fault fall failure outlier seizure annotation stage sleepstage behavior behaviour movement
  motion target tag tags diagnosis disease condition scene instrument breed birdcode ebirdcode commonname scientificname
  keyword command intent accent dialect posture pose changepoint verdict outcome judgement judgment severity faulttype failuretype
  failuremode passfail okng
  klasse kategorie art etikett aktivitat bezeichnung zustand spezies sprache bewegung geste fehler fehlerart fehlertyp befund
  diagnose taetigkeit tatigkeit
  classe categorie etiquette etiqueta activite espece langue etat clase categoria actividad especie idioma estado
  라벨 레이블 클래스 분류 종류 동작 활동 행동 정답 범주 종 상태 감정 장르 판정 판정결과 진단 진단명 고장 고장유형 고장여부 불량 불량여부
  불량유형 이상 이상여부 정상여부 결함 결함유형 품종 수면단계 운동 운동종류 제스처 자세 화행
  ラベル クラス 分類 種類 行動 動作 正解 判定 状態 異常 故障 感情 标签 標籤 类别 類別 分类 行为 动作 种类 状态 故障类型 诊断 情感
`);

/** Answers under any task: to know them would be to know what is asked. */
export const answerWords = words(`
  label labels class target targetclass anomaly outlier fault failure changepoint seizure groundtruth
  rul remainingusefullife remaininglife timetofailure ttf 정답 라벨 레이블 ラベル 正解 标签 標籤
`);

/** Numbers that are learnt at every step. */
export const stepValueWords = words(`
  rul remainingusefullife remainingusefullifetime remaininglife remaininglifetime remainingcycles cyclesremaining cyclesleft
  lifeleft cyclestofailure timetofailure ttf timetoend soh stateofhealth
  restlaufzeit restlebensdauer restnutzungsdauer dureedevierestante vierestante vidautilrestante vidarestante
  잔여수명 잔존수명 남은수명 잔여유효수명 잔여사이클 고장까지시간 残余寿命 残存寿命 余寿命 剩余寿命 剩余使用寿命
`);

/** What is left, of anything: a value of each step where steps are counted, and otherwise perhaps. */
export const remainderWords = words(
  `remaining remainder remain 잔여 남은양 verbleibend restante restant 残り 剩余`,
);

/** Numbers of steps since a start, which grow by themselves. */
export const counterWords = words(`
  cycle cycles cyclenumber cycleindex timecycle timecycles timeincycles timestep step stepindex stepnumber
  zyklus zyklen zykluszahl ciclo ciclos 사이클 사이클수 사이클번호 스텝 サイクル 循环次数
`);

/** What people forecast. */
export const targetWords = words(`
  target ot load sales demand consumption usage traffic ridership visitors passengers bookings orders revenue close adjclose
  verbrauch absatz umsatz nachfrage ventes consommation demande ventas demanda consumo
  판매량 매출 매출액 수요 수요량 전력수요 사용량 소비량 발전량 방문자수 승객수 종가 売上 需要 消費量 销量 需求
`);

/** Who or what was recorded. */
export const groupWords = words(`
  group subject subj speaker participant user person patient singer rider driver session series recording trial device uid pid
  individual animal unit machine engine battery station sensor entity uniqueid asset equipment vehicle household meter customer
  client store shop ticker symbol site location volunteer actor
  proband versuchsperson teilnehmer sprecher nutzer patientin gerat maschine gruppe
  sujet locuteur participante hablante usuario paciente grupo groupe
  그룹 피험자 화자 참가자 사용자 환자 지점 지점명 지점코드 지점번호 관측소 관측소명 관측지점 측정소 측정소명 측정소코드 측정소번호 장비 설비 기기 엔진 호기 대상
  被験者 話者 参加者 利用者 受试者 受試者 说话人 用户 设备 站点
`);

/** Which part or fold an example belongs to. */
export const splitWords = words(`split set subset partition foldsplit datasplit part 분할 구분`);
export const foldWords = words(`fold folds kfold cvfold falte pli 폴드`);

/** Which file a row of a list speaks of. */
export const fileWords = words(`
  file files filename filepath path audio wav wave clip clipname clipid fname recording recordingid audiofile audiofilename
  audiopath slicefilename soundfile sound track trackid itemid name image id uri url key
  segment segmentname sample samplename sequence seq series window trial run take utterance utt measurement experiment scan shot subject
  datei dateiname pfad aufnahme fichier chemin archivo fichero ruta nombre 파일 파일명 파일이름 경로 ファイル ファイル名 文件 文件名
`);

/** Numbers of rows, and names that are different for each. */
export const identifierWords = words(`
  id index idx rowid rowindex rownumber row no nr num unnamed0 recordid uuid guid
  table 번호 순번 연번 序号 番号 編號 编号 zeile lfdnr ligne fila
`);

/** Behind a name, they change nothing: `activity_id`, `speaker no`. */
const namingWords = words(
  `id ids name type label class code no nr num number index idx kind top 명 코드 번호`,
);
/** Before a name, neither. */
const leadingWords = words(`primary main true gt my is has final current ground truth raw`);
/** A name with these is about something else. */
const otherWords = words(
  `secondary source other alt previous predicted prediction pred device file recording`,
);

/** Folders that say nothing of what lies in them. */
export const emptyFolderWords = words(`
  audio audios wav wave waves wavs flac mp3 ogg clips clip sounds sound recordings recording recs data dataset datasets files csv
  raw samples sample images segments segmented original originals genresoriginal upload uploads content corpus speech
  오디오 녹음 데이터 音声 音频 aufnahmen daten sons donnees datos
`);

/** Things that stand before a number in the names of folders and fields: `Actor_01`, `speaker 3`. */
export const numberedGroupWords = words(`
  actor speaker spk subject subj sub person patient participant user volunteer session sess id ind individual p s u machine unit
  device proband vp sprecher 피험자 화자 참가자
`);

/** A name without what differs between people who mean the same: case, accents, blanks, `_`, `-`. */
export function plainName(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

/** The words of a name: `activityID`, `activity_id` and `activity id` have the same two. */
export function nameTokens(name: string): string[] {
  return name
    .normalize('NFC')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .map(plainName)
    .filter((token) => token !== '');
}

/** Whether a name is one of these, whatever naming words stand around it. */
export function meansOneOf(name: string, these: ReadonlySet<string>): boolean {
  if (these.has(plainName(name))) return true;
  const tokens = nameTokens(name);
  if (tokens.some((token) => otherWords.has(token))) return false;
  while (tokens.length > 1 && leadingWords.has(tokens[0]!)) tokens.shift();
  while (tokens.length > 1 && namingWords.has(tokens[tokens.length - 1]!)) {
    if (these.has(tokens.join(''))) return true;
    tokens.pop();
  }
  return these.has(tokens.join(''));
}
