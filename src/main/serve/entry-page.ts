/**
 * What a browser sees that nobody let in: also a tab from before the lab was started again, which is asked for the new address.
 * Plain HTML, since under the lab's policy nothing in a page may run.
 *
 * @param wasGiven whether a token was given that was not the one that is valid now
 */
export function entryPage(wasGiven: boolean): string {
  const [en, ko] = wasGiven
    ? [
        'This address was used already, or is from before the lab was started again.',
        '이미 쓴 주소이거나 Unroll을 다시 시작하기 전의 주소입니다.',
      ]
    : [
        'The lab does not know this browser yet, or was started again.',
        '처음 연 브라우저이거나 Unroll을 다시 시작했습니다.',
      ];
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>Unroll</title>
  </head>
  <body style="max-width: 40rem; margin: 15vh auto; padding: 0 1rem; font-family: system-ui; line-height: 1.5; color-scheme: light dark">
    <h1>Unroll</h1>
    <p>${en} Paste the address that <code>unroll serve</code> printed last.</p>
    <p lang="ko">${ko} <code>unroll serve</code>가 마지막으로 출력한 주소를 붙여 넣으세요.</p>
    <form action="/" method="get">
      <label>Address · 주소
        <input name="token" required autofocus autocomplete="off" style="display: block; width: 100%; margin: 0.5rem 0; padding: 0.5rem; font: inherit" />
      </label>
      <button style="padding: 0.5rem 1rem; font: inherit">Open · 열기</button>
    </form>
  </body>
</html>
`;
}
