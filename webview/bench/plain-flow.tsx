// What one writes first with React Flow: every node and edge handed over, nothing configured. The peer of the page's own picture.
import { ReactFlow } from '@xyflow/react';
import '@xyflow/react/dist/style.css';
import { createRoot } from 'react-dom/client';

const count = Number(new URLSearchParams(location.search).get('nodes'));
const COLUMNS = Math.ceil(Math.sqrt(count / 4));
const nodes = Array.from({ length: count }, (_, n) => ({
  id: `n${n}`,
  position: { x: (n % COLUMNS) * 300, y: Math.floor(n / COLUMNS) * 70 },
  data: { label: `table_${n}` },
}));
const edges = nodes.slice(1).map(({ id }, n) => ({ id: `e${n}`, source: `n${n}`, target: id }));
const root = document.getElementById('root');
if (root)
  createRoot(root).render(
    <div style={{ width: '100vw', height: '100vh' }}>
      <ReactFlow defaultNodes={nodes} defaultEdges={edges} minZoom={0.01} panOnScroll fitView />
    </div>,
  );
