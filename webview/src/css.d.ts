// Stylesheets are imported for their effect: the bundler puts them into page.css.
declare module '*.css';
