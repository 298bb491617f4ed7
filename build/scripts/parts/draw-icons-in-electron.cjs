// Draws SVG texts as PNG files on a canvas, for draw-icons.mjs. Takes the path of a list of { svg, size, into }.
const { app, BrowserWindow } = require('electron');
const fs = require('node:fs');

const drawings = JSON.parse(fs.readFileSync(process.argv.at(-1) ?? '', 'utf8'));

app
  .whenReady()
  .then(async () => {
    const window = new BrowserWindow({ show: false });
    await window.loadURL('data:text/html,<meta charset=utf-8>');
    for (const { svg, size, into } of drawings) {
      const url = await window.webContents.executeJavaScript(`(async () => {
      const picture = new Image();
      const sized = ${JSON.stringify(svg)}.replace('<svg ', '<svg width="${size}" height="${size}" ');
      picture.src = 'data:image/svg+xml;utf8,' + encodeURIComponent(sized);
      await picture.decode();
      const canvas = document.createElement('canvas');
      canvas.width = canvas.height = ${size};
      canvas.getContext('2d').drawImage(picture, 0, 0, ${size}, ${size});
      return canvas.toDataURL('image/png');
    })()`);
      fs.writeFileSync(into, Buffer.from(url.split(',')[1], 'base64'));
    }
    app.exit(0);
  })
  .catch((error) => {
    console.error(error);
    app.exit(1);
  });
