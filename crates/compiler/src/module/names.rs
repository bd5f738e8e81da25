//! The name section. It is a hint: what is malformed in it is ignored.

use std::collections::HashMap;
use wasmparser::{Name, NameMap, NameSectionReader};

/// Names by index.
pub(crate) type NamesByIndex<'a> = HashMap<u32, &'a str>;

/// What the name section says.
#[derive(Default)]
pub(crate) struct Names<'a> {
    pub module: Option<&'a str>,
    pub funcs: NamesByIndex<'a>,
    pub locals: HashMap<u32, NamesByIndex<'a>>,
    pub tables: NamesByIndex<'a>,
    pub memories: NamesByIndex<'a>,
    pub globals: NamesByIndex<'a>,
    pub datas: NamesByIndex<'a>,
    pub elems: NamesByIndex<'a>,
    pub types: NamesByIndex<'a>,
    pub fields: HashMap<u32, NamesByIndex<'a>>,
    pub tags: NamesByIndex<'a>,
}

impl<'a> Names<'a> {
    /// Takes in a name section.
    pub(crate) fn read(&mut self, reader: NameSectionReader<'a>) {
        for subsection in reader {
            match subsection {
                Ok(Name::Module { name, .. }) => self.module = Some(name),
                Ok(Name::Function(map)) => read_map(&mut self.funcs, map),
                Ok(Name::Table(map)) => read_map(&mut self.tables, map),
                Ok(Name::Memory(map)) => read_map(&mut self.memories, map),
                Ok(Name::Global(map)) => read_map(&mut self.globals, map),
                Ok(Name::Data(map)) => read_map(&mut self.datas, map),
                Ok(Name::Element(map)) => read_map(&mut self.elems, map),
                Ok(Name::Local(maps)) => {
                    for naming in maps.into_iter().map_while(Result::ok) {
                        read_map(self.locals.entry(naming.index).or_default(), naming.names);
                    }
                }
                Ok(Name::Type(map)) => read_map(&mut self.types, map),
                Ok(Name::Tag(map)) => read_map(&mut self.tags, map),
                Ok(Name::Field(maps)) => {
                    for naming in maps.into_iter().map_while(Result::ok) {
                        read_map(self.fields.entry(naming.index).or_default(), naming.names);
                    }
                }
                Ok(_) => {}
                Err(_) => return,
            }
        }
    }
}

fn read_map<'a>(into: &mut NamesByIndex<'a>, map: NameMap<'a>) {
    for naming in map.into_iter().map_while(Result::ok) {
        into.insert(naming.index, naming.name);
    }
}
