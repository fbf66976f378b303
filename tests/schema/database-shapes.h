/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "shape-maker.h"

G_BEGIN_DECLS

/* Tables, names, keys and references of databases that everybody learns with, and of some with
 * habits of their own. The rows are made up. */

static const ShapeTable chinook[] = {
  { "Artist", 275, "*ArtistId:serial Name:name" },
  { "Album", 347, "*AlbumId:serial Title:text ArtistId:ref=Artist.ArtistId" },
  { "Employee", 8, "*EmployeeId:serial LastName:name FirstName:name Title:word=3 "
                   "ReportsTo:ref=Employee.EmployeeId? BirthDate:date HireDate:date Address:text "
                   "City:word=3 State:word=1 Country:word=1 PostalCode:code=6 Phone:code=10 "
                   "Email:hex" },
  { "Customer", 59, "*CustomerId:serial FirstName:name LastName:name Company:name? Address:text "
                    "City:name State:word=20? Country:word=24 PostalCode:code=5? Email:hex "
                    "SupportRepId:few=Employee.EmployeeId" },
  { "Genre", 25, "*GenreId:serial Name:name" },
  { "Invoice", 412, "*InvoiceId:serial CustomerId:ref=Customer.CustomerId InvoiceDate:date "
                    "BillingAddress:text BillingCity:name BillingCountry:word=24 Total:money" },
  { "InvoiceLine", 2240, "*InvoiceLineId:serial InvoiceId:ref=Invoice.InvoiceId "
                         "TrackId:ref=Track.TrackId UnitPrice:money Quantity:int=1" },
  { "MediaType", 5, "*MediaTypeId:serial Name:name" },
  { "Playlist", 18, "*PlaylistId:serial Name:name" },
  { "PlaylistTrack", 3000, "*PlaylistId:ref=Playlist.PlaylistId *TrackId:ref=Track.TrackId" },
  { "Track", 3503, "*TrackId:serial Name:name AlbumId:ref=Album.AlbumId "
                   "MediaTypeId:ref=MediaType.MediaTypeId GenreId:ref=Genre.GenreId Composer:name? "
                   "Milliseconds:int=400000 Bytes:int=9000000 UnitPrice:money" },
};

static const ShapeTable northwind[] = {
  { "categories", 8, "*CategoryID:serial CategoryName:name Description:text Picture:empty" },
  { "customers", 91, "*CustomerID:code=5 CompanyName:text ContactName:name ContactTitle:word=12 "
                     "Address:text City:word=60 Region:word=18? PostalCode:code=5 Country:word=21 "
                     "Phone:code=9 Fax:code=9?" },
  { "employees", 9, "*EmployeeID:serial LastName:name FirstName:name Title:word=4 BirthDate:date "
                    "HireDate:date City:word=5 Extension:code=4 Notes:text "
                    "ReportsTo:ref=employees.EmployeeID?" },
  { "employee_territories", 49, "*EmployeeID:ref=employees.EmployeeID "
                                "*TerritoryID:ref=territories.TerritoryID" },
  { "order_details", 2155, "*OrderID:ref=orders.OrderID *ProductID:ref=products.ProductID "
                           "UnitPrice:money Quantity:int=130 Discount:int=2" },
  { "orders", 830, "*OrderID:serial=10248 CustomerID:ref=customers.CustomerID "
                   "EmployeeID:ref=employees.EmployeeID OrderDate:date RequiredDate:date "
                   "ShippedDate:date? ShipVia:ref=shippers.ShipperID Freight:money ShipName:name "
                   "ShipCity:word=60 ShipCountry:word=21" },
  { "products", 77, "*ProductID:serial ProductName:text SupplierID:ref=suppliers.SupplierID "
                    "CategoryID:ref=categories.CategoryID QuantityPerUnit:text UnitPrice:money "
                    "UnitsInStock:int=120 UnitsOnOrder:int=9 ReorderLevel:int=6 "
                    "Discontinued:flag" },
  { "regions", 4, "*RegionID:serial RegionDescription:name" },
  { "shippers", 3, "*ShipperID:serial CompanyName:name Phone:code=9" },
  { "suppliers", 29, "*SupplierID:serial CompanyName:text ContactName:name City:name "
                     "Country:word=15 Phone:code=9" },
  { "territories", 53, "*TerritoryID:sparse=11581 TerritoryDescription:name "
                       "RegionID:ref=regions.RegionID" },
};

static const ShapeTable sakila[] = {
  { "actor", 200, "*actor_id:serial first_name:name last_name:name last_update:date" },
  { "address", 603, "*address_id:serial address:text address2:text? district:word=90 "
                    "city_id:ref=city.city_id postal_code:code=5 phone:code=9 last_update:date" },
  { "category", 16, "*category_id:serial name:name last_update:date" },
  { "city", 600, "*city_id:serial city:name country_id:ref=country.country_id last_update:date" },
  { "country", 109, "*country_id:serial country:name last_update:date" },
  { "customer", 599, "*customer_id:serial store_id:ref=store.store_id first_name:name "
                     "last_name:name email:hex address_id:sub=address.address_id active:int=1 "
                     "create_date:date last_update:date" },
  { "film", 1000, "*film_id:serial title:text description:text release_year:int=1 "
                  "language_id:few=language.language_id original_language_id:void=language.language_id "
                  "rental_duration:int=7 rental_rate:money length:int=185 replacement_cost:money "
                  "rating:word=5 special_features:word=15 last_update:date" },
  { "film_actor", 5000, "*actor_id:ref=actor.actor_id *film_id:ref=film.film_id last_update:date" },
  { "film_category", 1000, "*film_id:sub=film.film_id *category_id:ref=category.category_id "
                           "last_update:date" },
  { "inventory", 4581, "*inventory_id:serial film_id:ref=film.film_id "
                       "store_id:ref=store.store_id last_update:date" },
  { "language", 6, "*language_id:serial name:name last_update:date" },
  { "payment", 8000, "*payment_id:serial customer_id:ref=customer.customer_id "
                     "staff_id:ref=staff.staff_id rental_id:ref=rental.rental_id? amount:money "
                     "payment_date:date last_update:date" },
  { "rental", 9000, "*rental_id:serial rental_date:date "
                    "inventory_id:ref=inventory.inventory_id "
                    "customer_id:ref=customer.customer_id return_date:date? "
                    "staff_id:ref=staff.staff_id last_update:date" },
  { "staff", 2, "*staff_id:serial first_name:name last_name:name "
                "address_id:ref=address.address_id email:hex store_id:ref=store.store_id "
                "active:int=1 username:name password:hex? last_update:date" },
  { "store", 2, "*store_id:serial manager_staff_id:sub=staff.staff_id "
                "address_id:ref=address.address_id last_update:date" },
};

static const ShapeTable classicmodels[] = {
  { "customers", 122, "*customerNumber:sparse=103 customerName:text contactLastName:name "
                      "contactFirstName:name phone:code=9 addressLine1:text addressLine2:text? "
                      "city:word=95 state:word=18? postalCode:code=5 country:word=27 "
                      "salesRepEmployeeNumber:ref=employees.employeeNumber? creditLimit:money" },
  { "employees", 23, "*employeeNumber:sparse=1002 lastName:name firstName:name extension:code=5 "
                     "email:hex officeCode:ref=offices.officeCode "
                     "reportsTo:ref=employees.employeeNumber? jobTitle:word=7" },
  { "offices", 7, "*officeCode:serial city:name phone:code=9 addressLine1:text addressLine2:text? "
                  "state:word=4? country:word=5 postalCode:code=5 territory:word=4" },
  { "orderdetails", 2996, "*orderNumber:ref=orders.orderNumber "
                          "*productCode:ref=products.productCode quantityOrdered:int=97 "
                          "priceEach:money orderLineNumber:seq=orderNumber" },
  { "orders", 326, "*orderNumber:serial=10100 orderDate:date requiredDate:date shippedDate:date? "
                   "status:word=6 comments:text? customerNumber:ref=customers.customerNumber" },
  { "payments", 273, "customerNumber:ref=customers.customerNumber *checkNumber:code=8 "
                     "paymentDate:date amount:money" },
  { "productlines", 7, "*productLine:name textDescription:text htmlDescription:empty image:empty" },
  { "products", 110, "*productCode:hex productName:text productLine:ref=productlines.productLine "
                     "productScale:word=9 productVendor:word=13 productDescription:text "
                     "quantityInStock:int=9997 buyPrice:money MSRP:money" },
};

static const ShapeTable employees[] = {
  { "departments", 9, "*dept_no:code=4 dept_name:name" },
  { "dept_emp", 3300, "*emp_no:ref=employees.emp_no *dept_no:ref=departments.dept_no "
                      "from_date:date to_date:date" },
  { "dept_manager", 24, "*emp_no:sub=employees.emp_no *dept_no:ref=departments.dept_no "
                        "from_date:date to_date:date" },
  { "employees", 3000, "*emp_no:serial=10001 birth_date:date first_name:name last_name:name "
                       "gender:word=2 hire_date:date" },
  { "salaries", 9000, "*emp_no:ref=employees.emp_no salary:int=90000 *from_date:date to_date:date" },
};

static const ShapeTable world[] = {
  { "city", 4079, "*ID:serial Name:name CountryCode:ref=country.Code District:name "
                  "Population:int=9000000" },
  { "country", 239, "*Code:code=3 Name:name Continent:word=7 Region:word=25 SurfaceArea:money "
                    "IndepYear:year? Population:int=90000000 LifeExpectancy:money? GNP:money "
                    "LocalName:name GovernmentForm:word=35 HeadOfState:name? "
                    "Capital:sub=city.ID Code2:hex" },
  { "countrylanguage", 984, "*CountryCode:ref=country.Code *Language:word=300 IsOfficial:flag "
                            "Percentage:money" },
};

static const ShapeTable olist[] = {
  { "olist_customers_dataset", 4000, "*customer_id:hex customer_unique_id:hex "
                                     "customer_zip_code_prefix:int=99990 customer_city:word=900 "
                                     "customer_state:word=27" },
  { "olist_geolocation_dataset", 6000, "geolocation_zip_code_prefix:int=9999 "
                                       "geolocation_lat:money geolocation_lng:money "
                                       "geolocation_city:word=900 geolocation_state:word=27" },
  { "olist_order_items_dataset", 4500, "*order_id:ref=olist_orders_dataset.order_id "
                                       "*order_item_id:seq=order_id "
                                       "product_id:ref=olist_products_dataset.product_id "
                                       "seller_id:ref=olist_sellers_dataset.seller_id "
                                       "shipping_limit_date:date price:money freight_value:money" },
  { "olist_order_payments_dataset", 4200, "*order_id:ref=olist_orders_dataset.order_id "
                                          "*payment_sequential:seq=order_id payment_type:word=5 "
                                          "payment_installments:int=24 payment_value:money" },
  { "olist_order_reviews_dataset", 3900, "*review_id:hex order_id:ref=olist_orders_dataset.order_id "
                                         "review_score:int=5 review_comment_title:text? "
                                         "review_comment_message:text? review_creation_date:date" },
  { "olist_orders_dataset", 4000, "*order_id:hex "
                                  "customer_id:sub=olist_customers_dataset.customer_id "
                                  "order_status:word=8 order_purchase_timestamp:date "
                                  "order_delivered_customer_date:date?" },
  { "olist_products_dataset", 3000, "*product_id:hex "
                                    "product_category_name:ref=product_category_name_translation."
                                    "product_category_name! "
                                    "product_name_lenght:int=76 product_photos_qty:int=20 "
                                    "product_weight_g:int=40000" },
  { "olist_sellers_dataset", 309, "*seller_id:hex seller_zip_code_prefix:int=99990 "
                                  "seller_city:word=600 seller_state:word=23" },
  { "product_category_name_translation", 71, "*product_category_name:name "
                                             "product_category_name_english:name" },
};

static const ShapeTable hr[] = {
  { "countries", 25, "*country_id:code=2 country_name:name region_id:ref=regions.region_id" },
  { "departments", 27, "*department_id:sparse=10 department_name:name "
                       "manager_id:ref=employees.employee_id? "
                       "location_id:ref=locations.location_id" },
  { "employees", 107, "*employee_id:serial=100 first_name:name last_name:name email:hex "
                      "phone_number:code=9 hire_date:date job_id:ref=jobs.job_id salary:money "
                      "commission_pct:money? manager_id:ref=employees.employee_id? "
                      "department_id:int=1" },
  { "job_history", 60, "*employee_id:ref=employees.employee_id *start_date:date end_date:date "
                       "job_id:ref=jobs.job_id department_id:few=departments.department_id" },
  { "jobs", 19, "*job_id:code=6 job_title:name min_salary:int=20000 max_salary:int=40000" },
  { "locations", 23, "*location_id:sparse=1000 street_address:text postal_code:code=5? city:name "
                     "state_province:name? country_id:ref=countries.country_id" },
  { "regions", 4, "*region_id:serial region_name:name" },
};

static const ShapeTable imdb[] = {
  { "actors", 2000, "*id:serial first_name:name last_name:name gender:word=2" },
  { "directors", 300, "*id:serial first_name:name last_name:name" },
  { "directors_genres", 800, "*director_id:ref=directors.id *genre:word=20 prob:money" },
  { "movies", 900, "*id:serial name:text year:year rank:money?" },
  { "movies_directors", 950, "*director_id:ref=directors.id *movie_id:ref=movies.id" },
  { "movies_genres", 1400, "*movie_id:ref=movies.id *genre:word=20" },
  { "roles", 6000, "*actor_id:ref=actors.id *movie_id:ref=movies.id *role:word=60" },
};

static const ShapeTable titles[] = {
  { "title.akas", 5000, "*titleId:ref=title.basics.tconst *ordering:seq=titleId title:text "
                        "region:word=60? language:word=20? isOriginalTitle:int=1" },
  { "title.basics", 3000, "*tconst:hex titleType:word=9 primaryTitle:text originalTitle:text "
                          "isAdult:int=1 startYear:year endYear:year? runtimeMinutes:int=200?" },
  { "title.principals", 9000, "*tconst:ref=title.basics.tconst *ordering:seq=tconst "
                              "nconst:ref=name.basics.nconst category:word=10 job:word=40?" },
  { "title.ratings", 1300, "*tconst:sub=title.basics.tconst averageRating:money numVotes:int=90000" },
  { "name.basics", 4000, "*nconst:hex primaryName:text birthYear:year? deathYear:year?" },
};

static const ShapeTable adventureworks[] = {
  { "Address", 1900, "*AddressID:serial AddressLine1:text City:word=90 "
                     "StateProvinceID:ref=StateProvince.StateProvinceID PostalCode:code=5 "
                     "ModifiedDate:date" },
  { "StateProvince", 181, "*StateProvinceID:serial StateProvinceCode:hex "
                          "CountryRegionCode:ref=CountryRegion.CountryRegionCode Name:name "
                          "TerritoryID:ref=SalesTerritory.TerritoryID ModifiedDate:date" },
  { "CountryRegion", 238, "*CountryRegionCode:code=3 Name:name ModifiedDate:date" },
  { "SalesTerritory", 10, "*TerritoryID:serial Name:name "
                          "CountryRegionCode:ref=CountryRegion.CountryRegionCode SalesYTD:money "
                          "ModifiedDate:date" },
  { "Person", 2000, "*BusinessEntityID:serial PersonType:word=6 FirstName:name LastName:name "
                    "EmailPromotion:int=2 ModifiedDate:date" },
  { "Employee", 290, "*BusinessEntityID:sub=Person.BusinessEntityID NationalIDNumber:hex "
                     "JobTitle:word=60 BirthDate:date Gender:word=2 VacationHours:int=99 "
                     "ModifiedDate:date" },
  { "Customer", 1982, "*CustomerID:serial PersonID:ref=Person.BusinessEntityID? "
                      "StoreID:empty TerritoryID:ref=SalesTerritory.TerritoryID "
                      "AccountNumber:hex ModifiedDate:date" },
  { "ShipMethod", 5, "*ShipMethodID:serial Name:name ShipBase:money ShipRate:money" },
  { "CreditCard", 1900, "*CreditCardID:serial CardType:word=4 CardNumber:hex ExpMonth:int=12 "
                        "ExpYear:year ModifiedDate:date" },
  { "SalesOrderHeader", 3146, "*SalesOrderID:serial=43659 RevisionNumber:int=9 OrderDate:date "
                              "Status:int=5 CustomerID:ref=Customer.CustomerID "
                              "TerritoryID:ref=SalesTerritory.TerritoryID "
                              "BillToAddressID:ref=Address.AddressID "
                              "ShipToAddressID:ref=Address.AddressID "
                              "ShipMethodID:ref=ShipMethod.ShipMethodID "
                              "CreditCardID:ref=CreditCard.CreditCardID? SubTotal:money" },
  { "SalesOrderDetail", 9000, "*SalesOrderID:ref=SalesOrderHeader.SalesOrderID "
                              "*SalesOrderDetailID:serial OrderQty:int=40 "
                              "ProductID:tuple=SpecialOfferProduct.ProductID "
                              "SpecialOfferID:tuple=SpecialOfferProduct.SpecialOfferID "
                              "UnitPrice:money" },
  { "SpecialOfferProduct", 538, "*SpecialOfferID:ref=SpecialOffer.SpecialOfferID "
                                "*ProductID:ref=Product.ProductID ModifiedDate:date" },
  { "SpecialOffer", 16, "*SpecialOfferID:serial Description:text DiscountPct:money Type:word=6 "
                        "MinQty:int=61" },
  { "Product", 504, "*ProductID:sparse=316 Name:text ProductNumber:hex MakeFlag:flag "
                    "SafetyStockLevel:int=1000 ListPrice:money "
                    "SizeUnitMeasureCode:few=UnitMeasure.UnitMeasureCode? "
                    "WeightUnitMeasureCode:few=UnitMeasure.UnitMeasureCode? "
                    "ProductSubcategoryID:ref=ProductSubcategory.ProductSubcategoryID? "
                    "ModifiedDate:date" },
  { "ProductSubcategory", 37, "*ProductSubcategoryID:serial "
                              "ProductCategoryID:ref=ProductCategory.ProductCategoryID Name:name" },
  { "ProductCategory", 4, "*ProductCategoryID:serial Name:name" },
  { "UnitMeasure", 38, "*UnitMeasureCode:code=3 Name:name ModifiedDate:date" },
};

static const ShapeTable tpch[] = {
  { "region", 5, "*r_regionkey:serial r_name:name r_comment:text" },
  { "nation", 25, "*n_nationkey:serial n_name:name n_regionkey:ref=region.r_regionkey "
                  "n_comment:text" },
  { "supplier", 100, "*s_suppkey:serial s_name:name s_address:text "
                     "s_nationkey:ref=nation.n_nationkey s_acctbal:money s_comment:text" },
  { "customer", 1500, "*c_custkey:serial c_name:name c_nationkey:ref=nation.n_nationkey "
                      "c_acctbal:money c_mktsegment:word=5" },
  { "part", 2000, "*p_partkey:serial p_name:text p_mfgr:word=5 p_size:int=50 p_retailprice:money" },
  { "partsupp", 6000, "*ps_partkey:ref=part.p_partkey *ps_suppkey:ref=supplier.s_suppkey "
                      "ps_availqty:int=9999 ps_supplycost:money" },
  { "orders", 5000, "*o_orderkey:sparse=1 o_custkey:ref=customer.c_custkey o_orderstatus:word=3 "
                    "o_totalprice:money o_orderdate:date o_shippriority:int=1" },
  { "lineitem", 9000, "*l_orderkey:ref=orders.o_orderkey l_partkey:tuple=partsupp.ps_partkey "
                      "l_suppkey:tuple=partsupp.ps_suppkey *l_linenumber:seq=l_orderkey "
                      "l_quantity:int=50 l_extendedprice:money l_shipdate:date" },
};

static const ShapeTable formula1[] = {
  { "circuits", 77, "*circuitId:serial circuitRef:name name:text location:name country:word=34 "
                    "lat:money lng:money alt:int=800 url:hex" },
  { "constructors", 211, "*constructorId:serial constructorRef:name name:name nationality:word=24" },
  { "drivers", 850, "*driverId:serial driverRef:hex number:int=99? code:code=3 forename:name "
                    "surname:name dob:date nationality:word=42" },
  { "lap_times", 6000, "*raceId:ref=races.raceId *driverId:ref=drivers.driverId "
                       "*lap:int=60 position:int=20 milliseconds:int=99999" },
  { "qualifying", 3000, "*qualifyId:serial raceId:ref=races.raceId driverId:ref=drivers.driverId "
                        "constructorId:ref=constructors.constructorId number:int=99 "
                        "position:int=24" },
  { "races", 1100, "*raceId:serial year:ref=seasons.year round:int=22 "
                   "circuitId:ref=circuits.circuitId name:text date:date" },
  { "results", 7000, "*resultId:serial raceId:ref=races.raceId driverId:ref=drivers.driverId "
                     "constructorId:ref=constructors.constructorId number:int=99 grid:int=24 "
                     "position:int=24? positionOrder:int=24 points:int=26 laps:int=78 "
                     "statusId:ref=status.statusId" },
  { "seasons", 74, "*year:serial=1950 url:hex" },
  { "status", 139, "*statusId:serial status:name" },
};

static const ShapeTable stackexchange[] = {
  { "users", 1500, "*Id:serial Reputation:int=9000 CreationDate:date DisplayName:text "
                   "UpVotes:int=500 DownVotes:int=90 Age:int=80?" },
  { "posts", 4000, "*Id:serial PostTypeId:int=2 ParentId:ref=posts.Id? CreationDate:date "
                   "Score:int=90 ViewCount:int=5000 Title:text? OwnerUserId:ref=users.Id "
                   "LastEditorUserId:ref=users.Id? AnswerCount:int=12 FavoriteCount:int=9?" },
  { "comments", 6000, "*Id:serial PostId:ref=posts.Id Score:int=40 Text:text "
                      "UserId:ref=users.Id?" },
  { "badges", 3000, "*Id:serial UserId:ref=users.Id Name:word=40 Date:date" },
  { "votes", 8000, "*Id:serial PostId:ref=posts.Id VoteTypeId:int=9 UserId:ref=users.Id? "
                   "CreationDate:date BountyAmount:int=500?" },
};

static const ShapeTable shop[] = {
  { "stores", 12, "*id:serial name:name city:word=9 opened:date" },
  { "categories", 14, "*id:serial name:name parent_id:ref=categories.id?" },
  { "products", 300, "*id:serial sku:hex name:text category_id:ref=categories.id price:money "
                     "rating:int=5 stock_quantity:int=100" },
  { "customers", 900, "*id:serial name:text email:hex country:word=12 signup_year:year "
                      "loyalty_level:int=4" },
  { "orders", 5000, "*id:serial cust_id:ref=customers.id store:ref=stores.id order_date:date "
                    "quantity:int=9 discount:int=5 status:word=5" },
  { "order_lines", 9000, "*order_id:ref=orders.id *line_no:seq=order_id prod_id:ref=products.id "
                         "qty:int=7 unit_price:money" },
  { "returns", 200, "*id:serial order_id:ref=orders.id reason:word=6 days:int=30" },
  { "employees", 60, "*id:serial name:text store_id:ref=stores.id manager_id:ref=employees.id? "
                     "hired:date salary:int=90000" },
};

/* All of them. */
typedef struct {
  const char       *name;
  const ShapeTable *tables;
  guint             n_tables;
} Shape;

#define SHAPE(name) { #name, name, G_N_ELEMENTS (name) }

static const Shape shapes[] = {
  SHAPE (chinook),   SHAPE (northwind), SHAPE (sakila),         SHAPE (classicmodels),
  SHAPE (employees), SHAPE (world),     SHAPE (olist),          SHAPE (hr),
  SHAPE (imdb),      SHAPE (titles),    SHAPE (adventureworks), SHAPE (tpch),
  SHAPE (formula1),  SHAPE (stackexchange), SHAPE (shop),
};

G_END_DECLS
