import { posix } from 'node:path';
import { nameTokens, words } from '../vocabulary';

/** What one instrument of several writes, as loggers call it; compared as joined tokens of a name. */
const streams = words(`
  accelerometer acceleration accelerations acc accel accelero gyroscope gyro gyr gyroscopes rotationrate angularvelocity magnetometer
  mag magneticfield compass gravity orientation attitude rotation rotationvector quaternion quaternions quat euler imu motion
  devicemotion wristmotion headphone barometer baro barometricpressure pressure altimeter light illuminance ambientlight lux
  brightness proximity location gps gnss heartrate heartratevariability hr hrv ppg bvp eda gsr ecg ekg eeg emg eog meg resp
  respiration breathing rsp temperature temp thermometer skintemperature skintemp bodytemperature humidity spo2 oximeter pedometer
  steps stepcounter stepcount microphone loudness voltage current vibration torque force strain flow co2 pm25 airquality
  beschleunigung gyroskop magnetfeld luftdruck helligkeit herzfrequenz temperatur feuchte
  가속도 자이로 자기장 기압 조도 심박 심박수 온도 습도 加速度 ジャイロ 磁気 心拍 温度 湿度 陀螺仪 心率
`);

/** What else such a name may say. */
const qualifiers = words(`
  uncalibrated calibrated raw linear lin total user android ios sensor data values signal filtered without with g no low high
`);

/** Where on a body or a machine an instrument sits. */
const places = words(`
  left right l r wrist ankle chest hip hips arm arms leg legs hand hands head neck thigh thighs shin shank belt back waist foot feet
  shoulder elbow knee torso trunk pelvis forearm upperarm pocket phone watch smartphone smartwatch ear earbud finger nose
  front rear top bottom upper lower inner outer input output inlet outlet de nde links rechts handgelenk brust
  왼쪽 오른쪽 손목 발목 가슴 허리
`);

const isNumber = (token: string): boolean => /^\d{1,2}$/.test(token);
const MOST_TOKENS = 3;

/** Places in a list of tokens that name a stream, several of which may be one word: `heart`, `rate`. */
export function streamTokens(tokens: readonly string[]): ReadonlySet<number> {
  const found = new Set<number>();
  for (let first = 0; first < tokens.length; first++)
    for (let count = Math.min(MOST_TOKENS, tokens.length - first); count > 0; count--) {
      if (!streams.has(tokens.slice(first, first + count).join(''))) continue;
      for (let k = 0; k < count; k++) found.add(first + k);
      break;
    }
  return found;
}

/** `Accelerometer`, `gyro_left`, `LinearAcceleration2`: a stream, perhaps with its place, and nothing else. */
export function isStreamName(stem: string): boolean {
  const tokens = tokensOf(stem);
  const found = streamTokens(tokens);
  const isBeside = (token: string): boolean => qualifiers.has(token) || places.has(token) || isNumber(token);
  return found.size > 0 && tokens.every((token, k) => found.has(k) || isBeside(token));
}

/** `left`, `wrist_r`, `IMU 2`. */
export function isPlaceName(stem: string): boolean {
  const tokens = tokensOf(stem);
  return (
    tokens.some((token) => places.has(token)) && tokens.every((token) => places.has(token) || isNumber(token))
  );
}

export function isQualifier(token: string): boolean {
  return qualifiers.has(token);
}

/** Folders of which several files are called like streams, by the names of all files. */
export function streamFolders(shown: readonly string[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const path of shown) {
    const folder = posix.dirname(path);
    if (!isStreamName(posix.basename(path, posix.extname(path)))) continue;
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return new Set([...counts].filter(([, count]) => count >= 2).map(([folder]) => folder));
}

/** Digits at the end of a word are a token of their own. */
function tokensOf(stem: string): string[] {
  return nameTokens(stem.replace(/(\p{L})(\d)/gu, '$1 $2'));
}
