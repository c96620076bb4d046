// scene:theme:WxH[:selectKey]
const { startGallery } = await import('/work/main/webview/test/gallery-server.ts');
const { openGallery } = await import('/work/main/webview/test/open-gallery.ts');
process.env.CHROMIUM_PATH='/usr/bin/chromium';
const server = await startGallery();
const g = await openGallery(server.origin);
for (const spec of process.argv.slice(2)) {
  const [scene, theme='dark', size='1200x800', sel] = spec.split(':');
  const [width,height]=size.split('x').map(Number);
  const s = await g.open({ scene, theme, width, height });
  await s.page.locator('[data-node]').first().waitFor({timeout:15000}).catch(()=>{});
  if (sel) await s.page.locator(`[data-asset="${sel}"]`).click().catch(e=>console.log(String(e).slice(0,100)));
  await s.page.waitForTimeout(1500);
  await s.page.screenshot({ path: `/tmp/hw/s6-${scene}-${theme}-${width}.png` });
  console.log(spec, (await s.complaints()).slice(0,2));
  await g.closeTabs();
}
await g.close(); await server.close();
